/** The same table for workflows, rules and templates: one mistake a line, put into the file that says all. */
import { type Mistake, readTable } from './mistakes-table.ts';

export const WORKFLOW_MISTAKES: readonly Mistake[] = readTable(`
an unknown key of a workflow §     transcript: last-20  §     transkript: last-20  § 33:5 workflows.incident.transkript § the unknown key "transkript" § label | issue | transcript | attachments | privacy | createWhen | comm § did you mean "transcript"?
an unknown trigger § on: linked § on: linkd § 39:15 workflows.incident.rules[0].on § "linkd" § linked | unlinked | status_changed | resolution_changed | priority_cha § did you mean "linked"?
a condition beside the rule § on: linked, § on: linked, priority: Blocker, § 39:23 workflows.incident.rules[0].priority § the unknown key "priority" § on | if | from | to | resolution | after | do § write it under if: { priority: … }
an unknown condition § if: { mentions: support } § if: { mention: support } § 48:36 workflows.incident.rules[6].if.mention § the unknown key "mention" § workflow | project | type | status | category | resolution | priority  § did you mean "mentions"?
an unknown action § { tag: jira } § { tga: jira } § 39:37 workflows.incident.rules[0].do[1].tga § the unknown key "tga" § note | tag | untag | attributes | assign | ticketState | snooze | comm § did you mean "tag"?
an unknown bare action § reopen, { assign: owner } § reopne, { assign: owner } § 45:21 workflows.incident.rules[3].do[1] § "reopne" § note | reopen | close | { note: … } | { tag: … } | { untag: … } | { at § did you mean "reopen"?
a bare action that needs a value § [ note, { tag: jira }, § [ note, tag, § 39:35 workflows.incident.rules[0].do[1] § "tag" § note | reopen | close | { note: … } | { tag: … } | { untag: … } | { at § write { tag: … }
two actions in one § { tag: jira } § { tag: jira, untag: x } § 39:35 workflows.incident.rules[0].do[1] § a mapping of "tag" and "untag" § exactly one of note | tag | untag | attributes | assign | ticketState  § 
an action without a name § { tag: jira } § { } § 39:35 workflows.incident.rules[0].do[1] § an empty mapping § exactly one of note | tag | untag | attributes | assign | ticketState  § 
one action without a list § do: [ { note: testing } ] § do: { note: testing } § 40:74 workflows.incident.rules[1].do § a mapping § a list § write a list: do: [VALUE]
an unknown category § to: { category: in_progress } § to: { category: inprogress } § 41:47 workflows.incident.rules[2].to.category § "inprogress" § todo | in_progress | done § did you mean "in_progress"?
an unknown assignee § { assign: owner } § { assign: ownr } § 45:39 workflows.incident.rules[3].do[2].assign § "ownr" § owner | promised | { team: NAME } | { teammate: NAME } § did you mean "owner"?
an assignee of two kinds § { assign: owner } § { assign: { team: A, teammate: B } } § 45:39 workflows.incident.rules[3].do[2].assign § a mapping of "team" and "teammate" § exactly one of team | teammate § 
an unknown kind of assignee § { assign: owner } § { assign: { group: A } } § 45:41 workflows.incident.rules[3].do[2].assign.group § the unknown key "group" § team | teammate § 
an empty choice § status: [Testing, "Проверка"] § status: [] § 40:45 workflows.incident.rules[1].to.status § an empty list § one or more names § 
a choice of nothing § status: [Testing, "Проверка"] § status:  § 40:37 workflows.incident.rules[1].to.status § nothing § a name, a list of names, or { not: … } § write a value, or remove the key
not what § resolution: { not: ["Won't Do", Duplicate] } § resolution: { no: Duplicate } § 44:23 workflows.incident.rules[3].resolution.no § the unknown key "no" § not § 
a mapping in a choice § status: [Testing, "Проверка"] § status: [{ a: 1 }] § 40:46 workflows.incident.rules[1].to.status[0] § a mapping § a name or id § 
a wrong duration § after: 5d § after: 5 days § 50:33 workflows.incident.rules[8].after § "5 days" § a duration from 1m to 365d, such as 500ms, 15s, 5m, 2h or 7d § 
after of another trigger § on: no_change, after: 5d § on: linked, after: 5d § 50:23 workflows.incident.rules[8].after § after, with on: linked § after with on: no_change § remove it, or write on: no_change
no_change without after § on: no_change, after: 5d § on: no_change § 50:9 workflows.incident.rules[8].after § nothing § a time such as 5d § after how long without a change?
to of no change § on: comment_added, if § on: comment_added, to: { status: X }, if § 48:30 workflows.incident.rules[6].to § to, with on: comment_added § to with on: status_changed | priority_changed | resolution_changed | a § write the condition under if
the wrong end § to: { priority: [Blocker, Critical] } § to: { status: [Blocker, Critical] } § 47:39 workflows.incident.rules[5].to.status § status, with on: priority_changed § priority § write status under if
from and to the same § to: { priority: [Blocker, Critical] } § from: { priority: Blocker }, to: { priority: Blocker } § 47:66 workflows.incident.rules[5].to § the same in from and in to § a change § remove one of them
a text of a comment without comment § on: linked, § on: linked, if: { text: help }, § 39:29 workflows.incident.rules[0].if.text § text, with on: linked § text with on: comment_added | comment_edited | comment_deleted § 
resolution twice § to: { category: done }⏎        resolution § to: { category: done }⏎        if: { resolution: Fixed }⏎        resolution § 45:9 workflows.incident.rules[3].resolution § resolution a second time § it once, here or under if § remove one of them
reopen and close § reopen, { assign: owner } § reopen, close, { assign: owner } § 45:29 workflows.incident.rules[3].do[2] § close after reopen § one of the two in a rule § remove one of them
close and snooze § do: [ note, { snooze: 1d } ] § do: [ close, { snooze: 1d } ] § 55:73 workflows.wish.rules[0].do[1] § snooze "1d" after close § one of the two in a rule § remove one of them
tag and untag § { untag: waiting } § { untag: Fixed } § 45:64 workflows.incident.rules[3].do[4] § untag "Fixed" after tag § one of the two in a rule § remove one of them
two assignees § { assign: owner }, § { assign: owner }, { assign: { team: A } }, § 45:48 workflows.incident.rules[3].do[3] § assign after assign § assign once in a rule § remove one of them
an unknown text § { note: testing } § { note: tsting } § 40:84 workflows.incident.rules[1].do[0].note § "tsting" § a name from texts: testing | regressed | question | released | stale § did you mean "testing"?
an unknown channel § do: [ { note: stale } ] § do: [ { notify: nigth } ] § 50:92 workflows.incident.rules[8].do[0].notify § "nigth" § a name from notifications: night § did you mean "night"?
a template in a name § { tag: fixed } § { tag: "{{ issue.key }}" } § 45:55 workflows.incident.rules[3].do[3].tag § "{{ issue.key }}" § a name without a template § 
an unknown value § {{ issue.status }} § {{ issue.stauts }} § 45:146 workflows.incident.rules[3].do[6].attributes["Jira status"] § "issue.stauts" § issue.key | issue.url | issue.summary | issue.type | issue.status | is § did you mean "issue.status"?
an unknown value in a text § issue.assignee | § issue.asignee | § 57:42 texts.testing § "issue.asignee" § issue.key | issue.url | issue.summary | issue.type | issue.status | is § did you mean "issue.assignee"?
an unknown filter § | default: § | defautl: § 57:59 texts.testing § the unknown filter "defautl" § default | date | plural | append | prepend | capitalize | downcase | u § did you mean "default"?
an unknown tag of templates § {{ customer.plan }} § {% include x %} § 32:40 workflows.incident.issue.fields.customfield_10050 § the unknown tag "include" § if | unless | case | for | break | continue | assign | comment | # § 
an unfinished template § {{ customer.plan }} § {{ customer.plan § 32:37 workflows.incident.issue.fields.customfield_10050 § "{{ customer.plan" § a template such as "{{ issue.key }} is {{ issue.status }}" § something is not closed: look for a missing }}, %} or {% end… %}
a value that is not there § {{ issue.status }} § {{ comment.text }} § 45:142 workflows.incident.rules[3].do[6].attributes["Jira status"] § "comment.text" in a rule on status_changed § values that status_changed has § it is there only with on: comment_added | comment_edited
a value of an issue that is not there yet § {{ customer.plan }} § {{ issue.key }} § 32:36 workflows.incident.issue.fields.customfield_10050 § "issue.key" in a field of a new issue § values of dialog and customer § it is there only in rules
a route to nowhere § { if: { team: Billing }, project: PAY } § { if: { team: Billing }, connection: jria } § 27:48 workflows.incident.issue.routes[0].connection § "jria" § jira § did you mean "jira"?
a route to the wrong side § { if: { team: Billing }, project: PAY } § { if: { team: Billing }, connection: intercom } § 27:48 workflows.incident.issue.routes[0].connection § "intercom", which is not a Jira § jira § 
a route without condition § { if: { team: Billing }, project: PAY } § { if: {}, project: PAY } § 27:17 workflows.incident.issue.routes[0].if § an empty mapping § one condition or more § 
an unknown condition of a route § { if: { team: Billing }, project: PAY } § { if: { status: Billing }, project: PAY } § 27:19 workflows.incident.issue.routes[0].if.status § the unknown key "status" § team | tag | teammate | customer | attribute § 
two workflows for the same issues § project: IDEAS, type: Story § project: PAY, type: bug § 54:41 workflows.wish.issue.project § "bug" in "PAY", which are issues of incident already § a project and type that no other workflow has § change the type or the project
a wrong priority § priority: { default: Major, choices § priority: { defualt: Major, choices § 30:19 workflows.incident.issue.priority.defualt § the unknown key "defualt" § default | choices § did you mean "default"?
a wrong transcript § transcript: last-20  § transcript: last20  § 33:17 workflows.incident.transcript § "last20" § none | last-N | all | { last: N, notes: true } § 
a wrong privacy § email: mask § email: maks § 35:23 workflows.incident.privacy.email § "maks" § keep | mask | drop § did you mean "mask"?
a wrong visibility § toDialog: [public] § toDialog: [pubic] § 37:28 workflows.incident.comments.toDialog[0] § "pubic" § public | restricted § did you mean "public"?
too many megabytes § maxSizeMb: 10 § maxSizeMb: 1000 § 34:31 workflows.incident.attachments.maxSizeMb § 1000 § a number from 0 to 100 § 
ask for nothing § components: { ask: true } § components: { ask: false } § 32:78 workflows.incident.issue.fields.components.ask § false § true § 
two causes of an issue § createWhen: [ { tag: bug } ] § createWhen: [ { tag: bug, attribute: { A: b } } ] § 36:19 workflows.incident.createWhen[0] § a mapping of "tag" and "attribute" § exactly one of tag | attribute § 
a webhook written out § "\${ALERT_URL}" § https://alerts.example.com/hunter2 § 59:21 notifications.night.webhook § a value written out § \${NAME} and nothing else § move the secret of notifications.night.webhook to an environment variable and write its na
a webhook over http § "\${ALERT_URL}" § "\${PLAIN_URL}" § 59:21 notifications.night.webhook § an http address of a host that is not named § an https address, or http to a host of the connections or of host besi § use https, or name the host
a webhook that is none § "\${ALERT_URL}" § "\${JIRA_API_TOKEN}" § 59:21 notifications.night.webhook § something that is no http address § an https address, or http to a host of the connections or of host besi § 
a name of a text §   testing: " §   tes ting: " § 57:3 texts["tes ting"] § the name "tes ting" § letters, digits, "-" and "_" § 
wrong defaults §     transcript: last-20  §     defaults: of⏎    transcript: last-20  § 33:15 workflows.incident.defaults § "of" § on | off § 
wrong hours § notifications: § businessHours: { mon-fri: "18:00-09:00" }⏎notifications: § 58:27 businessHours.mon-fri § "18:00-09:00" § hours such as "09:00-18:00", the end after the beginning, both within  § 
a wrong day § notifications: § businessHours: { mo-fr: "09:00-18:00" }⏎notifications: § 58:18 businessHours.mo-fr § the name "mo-fr" § a day or days such as mon, mon-fri or sat-sun § 
escalation without cause §     transcript: last-20  §     summary: { escalate: [{ priority: Critical }] }⏎    transcript: last-20  § 33:27 workflows.incident.summary.escalate[0] § a mapping of "priority" § customers or plan § 
`);

/** What is doubtful: told, but accepted. */
export const WORKFLOW_WARNINGS: readonly Mistake[] = readTable(`
an unused text § { note: testing } § note § 57:3 texts.testing § a text that no rule names § texts that are used § name it in a rule with { note: NAME }, or remove it
an unreachable rule § on: assignee_changed, do: [] § on: version_released, if: { project: X }, do: [] § 51:9 workflows.incident.rules[9] § a rule that never has its turn § rules of which the earlier leave something to the later § the rule of line 49 holds wherever this one would; put this one before it
an unreachable route § - { if: { team: Billing }, project: PAY } § - { if: { team: [Billing, Mobile] }, project: PAY }⏎        - { if: { team: billing, tag: x }, project: PAY } § 28:11 workflows.incident.issue.routes[1] § a route that never has its turn § routes of which the earlier leave something to the later § the route of line 27 holds wherever this one would; put this one before it
a text for another trigger § do: [ { note: stale } ] § do: [ { note: question } ] § 50:90 workflows.incident.rules[8].do[0].note § a text with "comment.author" § values that no_change has § it is there only with on: comment_added | comment_edited | comment_deleted
what Intercom tells nobody § on: assignee_changed, do: [] § on: dialog_untagged, do: [] § 51:15 workflows.incident.rules[9].on § dialog_untagged § what Intercom tells of § Intercom tells nobody when a tag is taken off a conversation
`);

/** Examples of the vendors' documents that their own schemas refuse, with what is wrong, as "METHOD /path side label". */
import type { Vendor } from './load-document.ts';

export const BROKEN_EXAMPLES: Record<Vendor, Readonly<Record<string, readonly string[]>>> = {
  // Ids of teammates, tags and parts are strings in the schemas but numbers in many examples; the bridge sends strings.
  // The examples named not_found, invalid_… and too_few_… are wrong on purpose.
  intercom: {
    'GET /conversations/{conversation_id} 200 conversation found': [
      'response 200 body /conversation_parts/conversation_parts/*/id must be string, not number',
    ],
    'PUT /conversations/{conversation_id} request update_a_conversation_with_an_association_to_a_custom_object_instance':
      ['request body /custom_attributes/order must be string, not array'],
    'PUT /conversations/{conversation_id} 200 update a conversation with an association to a custom object instance': [
      'response 200 body /custom_attributes/order must be string, not object',
    ],
    'POST /conversations/{conversation_id}/reply request admin_note_reply': [
      'request body /admin_id must be string, not number',
    ],
    'POST /conversations/{conversation_id}/reply request admin_quick_reply_reply': [
      'request body /admin_id must be string, not number',
    ],
    'POST /conversations/{conversation_id}/reply request contact_quick_reply_reply': [
      'request body lacks admin_id',
      'request body /type "user" is none of admin',
    ],
    'POST /conversations/{conversation_id}/parts request close_a_conversation': [
      'request body /admin_id must be string, not number',
    ],
    'POST /conversations/{conversation_id}/parts request snooze_a_conversation': [
      'request body /admin_id must be string, not number',
    ],
    'POST /conversations/{conversation_id}/parts request open_a_conversation': [
      'request body /admin_id must be string, not number',
    ],
    'POST /conversations/{conversation_id}/parts request assign_a_conversation': [
      'request body /admin_id must be string, not number',
      'request body /assignee_id must be string, not number',
    ],
    'POST /conversations/{conversation_id}/parts request not_found': [
      'request body /admin_id must be string, not number',
    ],
    'POST /conversations/{conversation_id}/tags request successful': [
      'request body /id must be string, not number',
      'request body /admin_id must be string, not number',
    ],
    'POST /conversations/{conversation_id}/tags request conversation_not_found': [
      'request body /id must be string, not number',
      'request body /admin_id must be string, not number',
    ],
    'DELETE /conversations/{conversation_id}/tags/{tag_id} request successful': [
      'request body /admin_id must be string, not number',
    ],
    'DELETE /conversations/{conversation_id}/tags/{tag_id} request conversation_not_found': [
      'request body /admin_id must be string, not number',
    ],
    'DELETE /conversations/{conversation_id}/tags/{tag_id} request tag_not_found': [
      'request body /admin_id must be string, not number',
    ],
    'POST /conversations/{id}/merge 200 Conversation merged': [
      'response 200 body /admin_assignee_id must be integer, not null',
      'response 200 body /team_assignee_id must be integer, not null',
    ],
    'POST /data_attributes request invalid_data_type': [
      'request body /data_type "mithril" is none of string, integer, float, boolean, datetime, date',
    ],
    'POST /data_attributes request too_few_options_for_list': [
      'request body lacks name',
      'request body lacks model',
      'request body lacks data_type',
      'request body fits more than one of the allowed forms',
      'request body /archived is an undeclared property',
    ],
    'PUT /data_attributes/{data_attribute_id} request too_few_options_in_list': [
      'request body /options must be array, not object',
    ],
    'POST /tags request invalid_parameters': [
      'request body lacks name',
      'request body /test is an undeclared property',
    ],
    'POST /contacts/{contact_id}/notes request successful_response': [
      'request body /admin_id must be string, not number',
      'request body /contact_id is an undeclared property',
    ],
    'POST /contacts/{contact_id}/notes request admin_not_found': [
      'request body /admin_id must be string, not number',
      'request body /contact_id is an undeclared property',
    ],
    'POST /contacts/{contact_id}/notes request contact_not_found': [
      'request body /admin_id must be string, not number',
      'request body /contact_id is an undeclared property',
    ],
    'POST /contacts/{contact_id}/tags request successful': ['request body /id must be string, not number'],
    'POST /contacts/{contact_id}/tags request contact_not_found': ['request body /id must be string, not number'],
  },
  'jira-cloud': {
    'GET /rest/api/3/issue/createmeta/{projectIdOrKey}/issuetypes 400 example': [
      'response 400 body /httpStatusCode is an undeclared property',
    ],
    'GET /rest/api/3/issue/createmeta/{projectIdOrKey}/issuetypes/{issueTypeId} 200 example': [
      'response 200 body /fields/* lacks schema',
    ],
    'GET /rest/api/3/issue/createmeta/{projectIdOrKey}/issuetypes/{issueTypeId} 400 example': [
      'response 400 body /httpStatusCode is an undeclared property',
    ],
    'POST /rest/api/3/issue/{issueIdOrKey}/attachments 200 example': [
      'response 200 body /*/created must be string, not number',
    ],
  },
};

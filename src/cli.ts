#!/usr/bin/env -S node --max-semi-space-size=2 --max-old-space-size=256
// The command line: names and describes the commands; each one is loaded only when it is asked for.
import { Command, CommanderError } from 'commander';
import type { CheckOptions } from './cli/config.ts';
import type { PlanOptions } from './cli/plan.ts';
import { describeFailure, Problem } from './cli/problem.ts';
import type { SetupOptions } from './cli/setup.ts';

/** Sets the exit code: 0 well, 1 what was asked for failed, 2 differences or wrong usage. */
async function end(code: Promise<number>): Promise<void> {
  process.exitCode = await code;
}

function addService(program: Command): void {
  program
    .command('serve')
    .description('run the service until SIGTERM or Ctrl-C')
    .option('--role <role>', 'which part of the work this process does; for now only: all', 'all')
    .action((options: { role: string }) => end(import('./cli/serve.ts').then(({ serve }) => serve(options))));
  program
    .command('migrate')
    .description('make the database if there is none, and bring its schema up to date')
    .action(() => end(import('./cli/migrate.ts').then(({ migrate }) => migrate())));
  program
    .command('doctor')
    .description('check this machine, the config and both accounts, and say what to click')
    .action(() => end(import('./cli/doctor.ts').then(({ doctor }) => doctor())));
}

function addSetup(program: Command): void {
  program
    .command('setup')
    .description('create the tags and attributes that the config names and Intercom lacks, after asking')
    .argument('[FILE]', 'the config file; else DESKBRIDGE_CONFIG')
    .option('--yes', 'create them without asking')
    .action((file: string | undefined, options: SetupOptions) =>
      end(import('./cli/setup.ts').then(({ setup }) => setup(file, options))),
    );
}

function addConfig(program: Command): void {
  const config = program.command('config').description('check the config file, or describe it to an editor');
  config
    .command('check')
    .description('tell every mistake in the config file, with its place')
    .argument('[FILE]', 'the file; else DESKBRIDGE_CONFIG')
    .option('--json', 'print what is configured as JSON')
    .option('--online', 'look also whether its names exist in the accounts')
    .action((file: string | undefined, options: CheckOptions) =>
      end(import('./cli/config.ts').then(({ checkConfig }) => checkConfig(file, options))),
    );
  config
    .command('schema')
    .description('print the JSON Schema of the config file')
    .action(() => end(import('./cli/config.ts').then(({ printSchema }) => printSchema())));
  addConfigVersions(config);
}

function addConfigVersions(config: Command): void {
  config
    .command('versions')
    .description('list the config files that were in force, newest first')
    .option('--json', 'print them as JSON')
    .action((options: { json?: boolean }) =>
      end(import('./cli/config-versions.ts').then(({ listVersions }) => listVersions(options))),
    );
  config
    .command('show')
    .description('print a config file that was in force')
    .argument('<VERSION>', 'as `config versions` and events name it, or the beginning of it')
    .action((version: string) =>
      end(import('./cli/config-versions.ts').then(({ showVersion }) => showVersion(version))),
    );
}

function addEvents(program: Command): void {
  program
    .command('receive')
    .description('take a file as if it had just been delivered, work it off here, and print what came of it')
    .argument('<CONNECTION>', 'the name of the connection in the config')
    .argument('<FILE>', 'the body of one webhook, JSON')
    .option('--dry-run', 'print what would be decided and sent; store and send nothing')
    .action((connection: string, file: string, options: { dryRun?: boolean }) =>
      end(import('./cli/receive.ts').then(({ receive }) => receive(connection, file, options))),
    );
  program
    .command('trace')
    .description('follow something to its end: received, facts, rule, decision, deliveries, receipt')
    .argument('<QUERY>', 'an event id, a delivery id, an issue key or URL, a conversation id or URL')
    .option('--json', 'print it as JSON')
    .action((query: string, options: { json?: boolean }) =>
      end(import('./cli/trace.ts').then(({ trace }) => trace(query, options))),
    );
  program
    .command('plan')
    .description('try a config file on recorded events: what would have ended differently')
    .option('--config <FILE>', 'the file to try; else the one in force')
    .option('--last <N>', 'how many of the newest events', '1000')
    .option('--event <FILE>', 'one saved payload instead, with what is known now; needs --connection')
    .option('--connection <NAME>', 'the connection that the payload came on')
    .option('--json', 'print it as JSON')
    .action((options: PlanOptions) => end(import('./cli/plan.ts').then(({ plan }) => plan(options))));
  program
    .command('explain')
    .description('tell which rules were tried on an event, which one matched, and why the others did not')
    .argument('<EVENT>', 'an event id (ev_…) or a delivery id (dl_…)')
    .option('--json', 'print it as JSON')
    .action((id: string, options: { json?: boolean }) =>
      end(import('./cli/explain.ts').then(({ explain }) => explain(id, options))),
    );
  program
    .command('replay')
    .description('do an event once more, or put a parked delivery back into its lane')
    .argument('<ID>', 'an event id (ev_…) or a delivery id (dl_…)')
    .action((id: string) => end(import('./cli/replay.ts').then(({ replay }) => replay(id))));
  program
    .command('sweep')
    .description('look now for what webhooks lost')
    .action(() => end(import('./cli/sweep.ts').then(({ sweep }) => sweep())));
}

function addLinks(program: Command): void {
  const links = program.command('links').description('links between conversations and issues, as files');
  links
    .command('export')
    .description('write every active link')
    .argument('<FILE>', 'ends in .csv or .jsonl; - for standard output')
    .action((file: string) => end(import('./cli/links-export.ts').then(({ exportLinks }) => exportLinks(file))));
  links
    .command('import')
    .description('link every row, or none when a row is wrong')
    .argument('<FILE>', 'ends in .csv or .jsonl, with conversation and issue in each row')
    .option('--dry-run', 'check every row; link nothing')
    .action((file: string, options: { dryRun?: boolean }) =>
      end(import('./cli/links-import.ts').then(({ importLinks }) => importLinks(file, options))),
    );
}

function buildProgram(): Command {
  const program = new Command('deskbridge')
    .description('The bridge between Intercom conversations and Jira issues')
    .exitOverride()
    // Refusals are told by `tell`, in one line.
    .configureOutput({ outputError: () => undefined });
  addService(program);
  addSetup(program);
  addConfig(program);
  addEvents(program);
  addLinks(program);
  return program;
}

/** Commander's own exits: help is well, anything else is wrong usage. */
function asUsage(error: CommanderError): Problem | null {
  if (error.exitCode === 0) return null;
  if (error.code === 'commander.help') return new Problem('A command is missing; choose one of those above', 2);
  return new Problem(`${error.message.replace(/^error: /, '')}; see: deskbridge --help`, 2);
}

function tell(error: unknown): void {
  const failure = error instanceof CommanderError ? asUsage(error) : error;
  if (failure === null) return;
  const { lines, exitCode } = describeFailure(failure);
  for (const line of lines) process.stderr.write(`${line}\n`);
  process.exitCode = exitCode;
}

await buildProgram().parseAsync().catch(tell);

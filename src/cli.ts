#!/usr/bin/env node
// The command line: names and describes the commands; each one is loaded only when it is asked for.
import { Command } from 'commander';
import { describeFailure } from './cli/problem.ts';

type Run = () => Promise<number>;

async function end(run: Run): Promise<void> {
  process.exitCode = await run();
}

function addService(program: Command): void {
  program
    .command('serve')
    .description('run the service until SIGTERM or Ctrl-C')
    .option('--role <role>', 'which part of the work this process does', 'all')
    .action((options: { role: string }) => end(async () => (await import('./cli/serve.ts')).serve(options)));
}

function buildProgram(): Command {
  const program = new Command('deskbridge')
    .description('The bridge between Intercom conversations and Jira issues')
    .exitOverride();
  addService(program);
  return program;
}

try {
  await buildProgram().parseAsync();
} catch (error) {
  const { lines, exitCode } = describeFailure(error);
  for (const line of lines) process.stderr.write(`${line}\n`);
  process.exitCode = exitCode;
}

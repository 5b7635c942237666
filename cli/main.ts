import { readFile } from 'node:fs/promises';
import { Command, CommanderError } from 'commander';
import { z } from 'zod';
import { terminal } from './output.js';
import type { ExitCode, Output } from './output.js';
import type { DeadlineOptions } from './deadlines-command.js';
import type { ImportIncidentsOptions } from './import-command.js';
import type { VerifyOptions } from './verify-command.js';

const packageFile = new URL('../package.json', import.meta.url);
const aPackage = z.object({ version: z.string() });

/** Runs `duly`; resolves to its exit code. A command loads what it needs when it is asked for. */
export async function main(argv: readonly string[], output: Output = terminal): Promise<ExitCode> {
  let exitCode: ExitCode = 0;
  const program = await describe(output, (code) => (exitCode = code));
  try {
    await program.parseAsync(argv);
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 1;
    output.complain(error instanceof Error ? error.message : String(error));
    return 1;
  }
}

async function describe(output: Output, done: (code: ExitCode) => void): Promise<Command> {
  const { version } = aPackage.parse(JSON.parse(await readFile(packageFile, 'utf8')));
  const program = new Command('duly')
    .description("Keeps an organisation's privacy promises on time.")
    .version(version)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => {
        output.say(text.trimEnd());
      },
      writeErr: (text) => {
        output.complain(text.trimEnd());
      },
    });
  addVerify(program, output, done);
  addDeadlines(program, output, done);
  program
    .command('migrate')
    .description('Bring the schema up to date. Needs DATABASE_OWNER_URL.')
    .action(async () => {
      done(await (await import('./migrate-command.js')).migrateDatabase(output));
    });
  program
    .command('recover')
    .description('Start every open case that Temporal has lost from its facts. Needs the environment of the workers.')
    .action(async () => {
      done(await (await import('./recover-command.js')).recoverCases(output));
    });
  program
    .command('rewrap-keys')
    .description('Wrap the keys of all cases under the newest key-encryption key, so that older ones can be dropped.')
    .action(async () => {
      done(await (await import('./rewrap-command.js')).rewrapAllKeys(output));
    });
  addImport(program, output, done);
  return program;
}

function addImport(program: Command, output: Output, done: (code: ExitCode) => void): void {
  program
    .command('import-incidents')
    .description(
      'Open a breach for each incident of a file of VERIS records, one JSON object per line, or say what is missing.',
    )
    .argument('<file>', 'the file')
    .requiredOption('--roles <roles>', 'in which capacity: controller, processor or controller,processor')
    .option('--controller <id>', 'of our house; default: the first of the organisation file')
    .action(async (file: string, options: ImportIncidentsOptions) => {
      done(await (await import('./import-command.js')).importIncidents(file, options, output));
    });
}

function addVerify(program: Command, output: Output, done: (code: ExitCode) => void): void {
  program
    .command('verify')
    .description('Check an evidence file, offline.')
    .argument('<file>', 'the evidence file of a case')
    .option('--vkey <key>', "the log's public key, from somewhere else than the file")
    .option('--json', 'print every check as JSON')
    .action(async (file: string, options: VerifyOptions) => {
      done(await (await import('./verify-command.js')).verifyFile(file, options, output));
    });
}

function addDeadlines(program: Command, output: Output, done: (code: ExitCode) => void): void {
  program
    .command('deadlines')
    .description('Compute when a statutory period ends, with every step and its article.')
    .requiredOption('--period <duration>', 'P1M, P30D, PT72H')
    .option('--received-on <date>', 'the day of receipt, where the hour is not known')
    .option('--received-at <instant>', 'the instant of receipt')
    .option('--anchor-at <instant>', 'from when hours count')
    .option('--member-state <state>', 'whose holidays count: FR')
    .option('--region <region>', 'whose holidays count too: BY')
    .option('--time-zone <zone>', 'of the controller: Europe/Paris')
    .option('--extension', 'with two further months, GDPR Art. 12(3)')
    .option('--json', 'print the answer of the API')
    .action(async (options: DeadlineOptions) => {
      done((await import('./deadlines-command.js')).deadlines(options, output));
    });
}

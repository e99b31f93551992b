import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync, globSync, mkdirSync, rmSync } from 'node:fs';
import { relative } from 'node:path';
import { bundleApp } from './bundle.ts';
import { describeCheck, runChecks } from './check.ts';
import { ensureDebianPackages, resolverPackages, testPackages } from './debian-packages.ts';
import { electronRuntime } from './electron-runtime.ts';
import { endLeftovers } from './leftovers.ts';
import { root } from './root.ts';
import { openScreen } from './screen.ts';
import { failedFiles, failuresIn, readTally, type Tally } from './test-tally.ts';

/** The projects of vitest.config.ts, each run by itself: what breaks one does not hide the other. */
const projects = ['parts', 'parts-postgresql', 'desk'];
const postgres = '/usr/lib/postgresql/*/bin/initdb';
const limitMs = 30 * 60_000;
/** More files than this do not fail by chance. */
const mostAgain = 4;
/** What failed, said once more at the very end. */
const failures: string[] = [];

/** A part of the run that is no test case: it counts as one, and a crash of it as a failure. */
async function part(name: string, work: () => Promise<unknown>): Promise<Tally> {
  try {
    await work();
    return { passed: 1, failed: 0, skipped: 0 };
  } catch (error) {
    return failedBy(`${name}: ${error instanceof Error ? error.message : error}`);
  }
}

function failedBy(what: string): Tally {
  console.log(`FAILED ${what}`);
  failures.push(what);
  return { passed: 0, failed: 1, skipped: 0 };
}

async function checks(): Promise<Tally> {
  const done = await runChecks((result) => console.log(describeCheck(result)));
  failures.push(...done.filter((result) => !result.passed).map(({ name }) => name));
  const passed = done.filter((result) => result.passed).length;
  return { passed, failed: done.length - passed, skipped: 0 };
}

async function tests(project: string): Promise<Tally> {
  const results = `${root}/out/test-${project}.json`;
  rmSync(results, { force: true });
  const code = await vitest(project, results);
  if (!existsSync(results)) {
    return failedBy(`tests of ${project}: vitest ended (${code}) without results`);
  }
  const tally = readTally(results, code === 0);
  const failed = failedFiles(results);
  const tryAgain = failed.length > 0 && failed.length <= mostAgain;
  failures.push(...failuresIn(results).map((line) => `${tryAgain ? 'at the first try' : 'test'} ${line}`));
  return tryAgain ? again(project, tally, failed) : tally;
}

/** What failed beside other work runs once more by itself, and it is said: a fault fails twice. */
async function again(project: string, first: Tally, files: readonly string[]): Promise<Tally> {
  console.log(`AGAIN, by themselves: ${files.map((file) => relative(root, file)).join(', ')}`);
  const results = `${root}/out/test-${project}-again.json`;
  rmSync(results, { force: true });
  const code = await vitest(project, results, ['--maxWorkers=1', ...files]);
  if (!existsSync(results)) return first;
  const second = readTally(results, code === 0);
  if (second.failed > 0) {
    failures.push(...failuresIn(results).map((line) => `again, by itself ${line}`));
    return { ...first, failed: second.failed };
  }
  console.log(`PASSED ONLY AT THE SECOND TRY: ${first.failed} in ${files.length} files of ${project}`);
  return { ...first, passed: first.passed + first.failed, failed: 0 };
}

function vitest(project: string, results: string, more: readonly string[] = []): Promise<number | string> {
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${results}`];
  const args = [`${root}/node_modules/.bin/vitest`, 'run', '--project', project, ...reporters, ...more];
  // A group of its own, so that whatever a test started ends with it; the apps are in groups of theirs.
  const run = randomUUID();
  const env = { ...process.env, KEYDESK_TEST_RUN: run };
  const stdio = ['ignore', 'inherit', 'inherit'] as const;
  const child = spawn(process.execPath, args, { cwd: root, env, stdio: [...stdio], detached: true });
  const endAll = () => {
    try {
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
    } catch {
      // The group has ended already.
    }
    endLeftovers(run);
  };
  const late = setTimeout(() => {
    console.log(`FAILED tests of ${project}: not done after ${limitMs / 60_000} minutes`);
    endAll();
  }, limitMs);
  const stop = () => {
    endAll();
    process.exit(1);
  };
  process.on('SIGINT', stop).on('SIGTERM', stop);
  return new Promise((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('exit', (code, signal) => {
      clearTimeout(late);
      endAll();
      process.off('SIGINT', stop).off('SIGTERM', stop);
      resolve(code ?? String(signal));
    });
  });
}

const tallies = [
  await part('set-up of Electron', async () => {
    ensureDebianPackages(testPackages, 'the tests call');
    if (process.getuid?.() === 0) ensureDebianPackages(resolverPackages, 'the tests of resolvers talk to');
    await electronRuntime();
  }),
  await part('bundling the app', bundleApp),
  await checks(),
];
mkdirSync(`${root}/out`, { recursive: true });
const screen = await openScreen();
Object.assign(process.env, screen.environment);
for (const project of projects) {
  if (project !== 'parts-postgresql' || globSync(postgres).length > 0) tallies.push(await tests(project));
  else console.log("SKIPPED: the server's tests on PostgreSQL need Debian's package 'postgresql'.");
}
screen.close();

const sum = (count: keyof Tally) => tallies.reduce((total, tally) => total + tally[count], 0);
for (const line of failures) console.log(`FAILED ${line.replaceAll(`${root}/`, '')}`);
if (sum('skipped') > 0) console.log(`${sum('skipped')} skipped`);
console.log(`${sum('passed')} passed, ${sum('failed')} failed`);
process.exit(sum('failed') === 0 ? 0 : 1);

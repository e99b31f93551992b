import { spawn } from 'node:child_process';
import { existsSync, globSync, mkdirSync, rmSync } from 'node:fs';
import { bundleApp } from './bundle.ts';
import { describeCheck, runChecks } from './check.ts';
import { ensureDebianPackages, resolverPackages, testPackages } from './debian-packages.ts';
import { electronRuntime } from './electron-runtime.ts';
import { root } from './root.ts';
import { openScreen } from './screen.ts';
import { readTally, type Tally } from './test-tally.ts';

/** The projects of vitest.config.ts, each run by itself: what breaks one does not hide the other. */
const projects = ['parts', 'parts-postgresql', 'desk'];
const postgres = '/usr/lib/postgresql/*/bin/initdb';
const limitMs = 30 * 60_000;

/** A part of the run that is no test case: it counts as one, and a crash of it as a failure. */
async function part(name: string, work: () => Promise<unknown>): Promise<Tally> {
  try {
    await work();
    return { passed: 1, failed: 0, skipped: 0 };
  } catch (error) {
    console.log(`FAILED ${name}: ${error instanceof Error ? error.message : error}`);
    return { passed: 0, failed: 1, skipped: 0 };
  }
}

async function checks(): Promise<Tally> {
  const done = await runChecks((result) => console.log(describeCheck(result)));
  const passed = done.filter((result) => result.passed).length;
  return { passed, failed: done.length - passed, skipped: 0 };
}

async function tests(project: string): Promise<Tally> {
  const results = `${root}/out/test-${project}.json`;
  rmSync(results, { force: true });
  const code = await vitest(project, results);
  if (existsSync(results)) return readTally(results, code === 0);
  console.log(`FAILED tests of ${project}: vitest ended (${code}) without results`);
  return { passed: 0, failed: 1, skipped: 0 };
}

function vitest(project: string, results: string): Promise<number | string> {
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${results}`];
  const args = [`${root}/node_modules/.bin/vitest`, 'run', '--project', project, ...reporters];
  // A group of its own, so that whatever a test started ends with it.
  const child = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'], detached: true });
  const endAll = () => {
    try {
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
    } catch {
      // The group has ended already.
    }
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
if (sum('skipped') > 0) console.log(`${sum('skipped')} skipped`);
console.log(`${sum('passed')} passed, ${sum('failed')} failed`);
process.exit(sum('failed') === 0 ? 0 : 1);

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { failedFiles, failuresIn, readTally } from '../../build/test-tally.ts';

const folder = mkdtempSync(join(tmpdir(), 'keydesk-tally-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function tally(passed: number, failed: number, succeeded: boolean, files: readonly unknown[] = []) {
  const file = join(folder, 'results.json');
  const counts = { numPassedTests: passed, numFailedTests: failed, numPendingTests: 1, numTodoTests: 1 };
  writeFileSync(file, JSON.stringify({ ...counts, testResults: files }));
  return readTally(file, succeeded);
}

test('counts what vitest counted', () => {
  expect(tally(5, 2, false)).toEqual({ passed: 5, failed: 2, skipped: 2 });
});

test('counts a file that could not be run as one failure', () => {
  expect(tally(5, 0, false, [{ status: 'failed', assertionResults: [] }]).failed).toBe(1);
});

test('does not count a file twice whose test failed', () => {
  const file = { status: 'failed', assertionResults: [{ status: 'failed' }, { status: 'passed' }] };
  expect(tally(5, 1, false, [file]).failed).toBe(1);
});

test('counts a run that failed without a failed test as one failure', () => {
  expect(tally(5, 0, false).failed).toBe(1);
});

test('counts a run without any test as one failure', () => {
  expect(tally(0, 0, true).failed).toBe(1);
});

test('names the files in which something failed, for a second look at them alone', () => {
  const file = join(folder, 'failed.json');
  const testResults = [
    { name: '/a.test.ts', status: 'passed', assertionResults: [] },
    { name: '/b.test.ts', status: 'failed', assertionResults: [] },
  ];
  writeFileSync(file, JSON.stringify({ testResults }));
  expect(failedFiles(file)).toEqual(['/b.test.ts']);
});

test('says what failed, where and why, in a line each', () => {
  const file = join(folder, 'why.json');
  const why = { fullName: 'holds', status: 'failed', failureMessages: ['expected 1\nto be 2'] };
  const testResults = [
    { name: '/a.test.ts', status: 'failed', assertionResults: [{ fullName: 'stands', status: 'passed' }, why] },
    { name: '/b.test.ts', status: 'failed', message: 'no such file', assertionResults: [] },
  ];
  writeFileSync(file, JSON.stringify({ testResults }));
  expect(failuresIn(file)).toEqual(['/a.test.ts > holds: expected 1 | to be 2', '/b.test.ts: no such file']);
});

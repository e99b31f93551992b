import { readFileSync } from 'node:fs';

/** How many passed, failed and were left out. */
export interface Tally {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/** The part of vitest's JSON report that is counted. */
interface Report {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly numTodoTests: number;
  readonly testResults: readonly {
    readonly name: string;
    readonly status: string;
    readonly message?: string;
    readonly assertionResults: readonly {
      readonly status: string;
      readonly fullName: string;
      readonly failureMessages?: readonly string[];
    }[];
  }[];
}

/** Counts vitest's report. A file that failed without a failed test counts as one, and so does a run that failed without either. */
export function readTally(file: string, succeeded: boolean): Tally {
  const report: Report = JSON.parse(readFileSync(file, 'utf8'));
  const broken = report.testResults.filter(
    ({ status, assertionResults }) =>
      status === 'failed' && !assertionResults.some((assertion) => assertion.status === 'failed'),
  ).length;
  const counted = report.numFailedTests + broken;
  const ranNothing = report.numPassedTests === 0 && counted === 0;
  return {
    passed: report.numPassedTests,
    failed: counted === 0 && (!succeeded || ranNothing) ? 1 : counted,
    skipped: report.numPendingTests + report.numTodoTests,
  };
}

/** The files in which something failed, by their full names. */
export function failedFiles(file: string): readonly string[] {
  const report: Report = JSON.parse(readFileSync(file, 'utf8'));
  return report.testResults.filter(({ status }) => status === 'failed').map(({ name }) => name);
}

/** A line for each test that failed, and one for each file that failed without a test: where, what, and the first lines of why. */
export function failuresIn(file: string): readonly string[] {
  const report: Report = JSON.parse(readFileSync(file, 'utf8'));
  return report.testResults
    .filter(({ status }) => status === 'failed')
    .flatMap(({ name, message, assertionResults }) => {
      const failed = assertionResults.filter(({ status }) => status === 'failed');
      if (failed.length === 0) return [`${name}: ${firstLines(message)}`];
      return failed.map(
        ({ fullName, failureMessages }) => `${name} > ${fullName}: ${firstLines(failureMessages?.[0])}`,
      );
    });
}

function firstLines(text = 'it says nothing'): string {
  return text.split('\n').slice(0, 4).join(' | ').slice(0, 500);
}

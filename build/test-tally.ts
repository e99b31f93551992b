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
    readonly assertionResults: readonly { readonly status: string }[];
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

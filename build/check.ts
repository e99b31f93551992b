import { spawn } from 'node:child_process';
import { layerProblems } from './layers.ts';
import { root } from './root.ts';
import { translationProblems } from './translation-keys.ts';

/** One part of the check: its name, what it found, and how long it took. */
export interface CheckResult {
  readonly name: string;
  readonly passed: boolean;
  readonly findings: string;
  readonly ms: number;
}

const limitMs = 5 * 60_000;

/** What each part runs. Layers and translation keys are ours; the rest are the tools' own commands. */
const parts: Readonly<Record<string, () => Promise<string> | string>> = {
  types: () => tool('tsc', ['-b', '--pretty', 'false']),
  'lint and format': () => tool('biome', ['ci', '--colors=off', '--error-on-warnings', '.']),
  layers: () => layerProblems().join('\n'),
  'unused code': () => tool('knip', ['--no-progress']),
  'translation keys': () => translationProblems().join('\n'),
};

/** Runs every part and tells of each as it ends. A part that cannot run has failed. */
export function runChecks(tell: (result: CheckResult) => void): Promise<readonly CheckResult[]> {
  return Promise.all(
    Object.entries(parts).map(async ([name, run]) => {
      const startedAt = performance.now();
      let findings: string;
      try {
        findings = await run();
      } catch (error) {
        findings = String(error);
      }
      const result = { name, passed: findings === '', findings, ms: Math.round(performance.now() - startedAt) };
      tell(result);
      return result;
    }),
  );
}

/** One line for a part that passed; what it found as well for one that did not. */
export function describeCheck(result: CheckResult): string {
  const line = `${result.passed ? 'ok    ' : 'FAILED'} check: ${result.name} (${(result.ms / 1000).toFixed(1)} s)`;
  return result.passed ? line : `${line}\n${result.findings.replace(/^/gm, '       ')}`;
}

/** Empty when the tool is content, otherwise what it said. */
function tool(name: string, args: readonly string[]): Promise<string> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [`${root}/node_modules/.bin/${name}`, ...args], {
      cwd: root,
      timeout: limitMs,
    });
    let said = '';
    child.stdout.on('data', (data) => {
      said += data;
    });
    child.stderr.on('data', (data) => {
      said += data;
    });
    child.on('error', (error) => resolve(`${name} did not start: ${error.message}`));
    child.on('close', (code, signal) =>
      resolve(code === 0 ? '' : said.trim() || `${name} ended with ${code ?? signal}`),
    );
  });
}

if (import.meta.main) {
  const results = await runChecks((result) => console.log(describeCheck(result)));
  process.exit(results.every((result) => result.passed) ? 0 : 1);
}

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { _electron } from 'playwright-core';
import { electronRuntime } from '../electron-runtime.ts';
import type { Measurement } from '../measurement.ts';
import { root } from '../root.ts';
import { openScreen } from '../screen.ts';

const rounds = 7;
const emptyWindow = join(import.meta.dirname, 'empty-window');

/** From the start of the process to a window that takes what is typed, the app and an empty window in turn. */
export async function benchLaunch(): Promise<Measurement> {
  const folder = mkdtempSync(join(tmpdir(), 'keydesk-launch-'));
  try {
    // The first launch of each makes its folders and warms the disk's cache; it is not counted.
    const empty: number[] = [];
    const desk: number[] = [];
    for (let round = 0; round <= rounds; round += 1) {
      empty.push(await launchMs(emptyWindow, join(folder, 'empty')));
      desk.push(await launchMs(root, join(folder, 'desk')));
    }
    const base = median(empty.slice(1));
    const value = Math.round(median(desk.slice(1)));
    const limit = Math.round(1.2 * base + 150);
    return {
      name: 'launch to a usable window',
      value,
      unit: 'ms',
      target: `<= ${limit} (1.2 x + 150)`,
      against: `an empty Electron window in ${Math.round(base)} ms, medians of ${rounds}`,
      met: value <= limit,
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function launchMs(app: string, data: string): Promise<number> {
  const runtime = await electronRuntime();
  const screen = await openScreen();
  const startedAt = performance.timeOrigin + performance.now();
  const running = await _electron.launch({
    executablePath: runtime.executable,
    args: [...runtime.switches, ...screen.switches, `--user-data-dir=${data}`, app],
    env: { ...(process.env as Record<string, string>), ...runtime.environment, ...screen.environment },
    timeout: 60_000,
  });
  try {
    const window = await running.firstWindow();
    // Asked inside the page: looking from outside again and again would count the pauses between the looks.
    const usableAt = await window.evaluate(
      () =>
        new Promise<number>((resolve) => {
          const look = () => {
            if (!document.querySelector('input:enabled, button:enabled')) return;
            resolve(performance.timeOrigin + performance.now());
          };
          new MutationObserver(look).observe(document, { subtree: true, childList: true, attributes: true });
          look();
        }),
    );
    return usableAt - startedAt;
  } finally {
    await running.close();
  }
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

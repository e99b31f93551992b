import { readdirSync, readFileSync } from 'node:fs';

/**
 * Ends what tests started and left: apps and servers outlive a test worker that was killed. They are known by
 * KEYDESK_STARTED_BY in what they were started with (Linux; elsewhere nothing is looked for).
 */
export function endLeftovers(run: string): number {
  let ended = 0;
  for (const pid of processes()) {
    if (!startedBy(pid, run)) continue;
    try {
      process.kill(pid, 'SIGKILL');
      ended += 1;
    } catch {
      // It has ended by itself.
    }
  }
  return ended;
}

function processes(): readonly number[] {
  if (process.platform !== 'linux') return [];
  return readdirSync('/proc').map(Number).filter(Number.isInteger);
}

function startedBy(pid: number, run: string): boolean {
  try {
    return readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0').includes(`KEYDESK_STARTED_BY=${run}`);
  } catch {
    return false;
  }
}

import { existsSync, readFileSync, rmSync } from 'node:fs';
import { hostname } from 'node:os';
import { setTimeout as wait } from 'node:timers/promises';
import { asFailure, type Failure } from '../../domain/failure.ts';
import { enrol } from './enrol.ts';
import type { SyncParts } from './parts.ts';

const tries = 6;
const firstWaitMs = 500;

/**
 * Uses a code that was handed over in a file, once: the server may still be starting, so a few times while it cannot be
 * reached. The file is gone when the code is used up, by this station or by another; after any other failure it stays,
 * and is used when Keydesk is opened again. Gives why the station is not enrolled.
 */
export async function enrolByFile(
  parts: SyncParts,
  file: string,
  givenUp: () => boolean,
): Promise<Failure | undefined> {
  for (let attempt = 0; ; attempt += 1) {
    const failure = await once(parts, file);
    const usedUp = failure?.code === 'station/enrolment-code' && failure.context.reason === 'used or expired';
    if (failure === undefined || usedUp) {
      rmSync(file, { force: true });
      return failure;
    }
    const mayPass = failure.code === 'sync/unreachable' || failure.code === 'sync/server-error';
    if (!mayPass || attempt + 1 === tries || givenUp()) return failure;
    await wait(firstWaitMs * 2 ** attempt, undefined, { ref: false });
  }
}

export function hasEnrolmentFile(file: string | undefined): file is string {
  return file !== undefined && existsSync(file);
}

async function once(parts: SyncParts, file: string): Promise<Failure | undefined> {
  try {
    await enrol(parts, readFileSync(file, 'utf8'), hostname().slice(0, 100) || 'desk');
    return undefined;
  } catch (error) {
    return asFailure(error);
  }
}

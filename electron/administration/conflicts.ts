import { z } from 'zod';
import { conflictRow } from '../../domain/contract/conflict.ts';
import type { ConflictHere } from '../../domain/contract/conflicts.ts';
import { type ConflictChoice, choicesTold } from '../../domain/trust/conflicts.ts';
import { readValue, type Wire } from './wire-client.ts';

/** Every conflict that waits for a decision or was decided lately, as an administrator is told. */
export async function allConflicts(wire: Wire): Promise<ConflictHere[]> {
  const { value } = await wire.ask({ method: 'GET', path: '/trust/conflicts' });
  return readValue(z.array(conflictRow), value)
    .map((row) => ({
      ...row,
      side: 'elsewhere' as const,
      choices: choicesTold(row.kind, row.about),
      isOnItsWay: false,
      takesBack: 'not here' as const,
    }))
    .sort((a, b) => Number(a.choice !== null) - Number(b.choice !== null));
}

/** An administrator's decision about a record that contradicted what the server knew. */
export async function decideConflict(wire: Wire, record: string, choice: ConflictChoice): Promise<void> {
  await wire.ask({ method: 'POST', path: `/trust/conflicts/${record}`, parameters: { choice } });
}

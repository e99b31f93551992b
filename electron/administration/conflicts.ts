import type { ConflictChoice } from '../../domain/trust/conflicts.ts';
import type { Wire } from './wire-client.ts';

/** An administrator's decision about a record that contradicted what the server knew. */
export async function decideConflict(wire: Wire, record: string, choice: ConflictChoice): Promise<void> {
  await wire.ask({ method: 'POST', path: `/trust/conflicts/${record}`, parameters: { choice } });
}

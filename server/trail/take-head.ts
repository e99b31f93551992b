import type { ToldHead } from '../../domain/contract/trail-wire.ts';
import { isSaidBy, type SignedHead } from '../../domain/log/audit-head.ts';
import type { Installation } from '../installation.ts';
import { verifies } from '../station/ed25519.ts';
import { StationError } from '../station/station-error.ts';
import type { Station } from '../store/stations.ts';

/** Each stays for good: a vault is put back from its records a few times in its life. */
const mostAudits = 48;

/**
 * Keeps where a station's own audit stands, when it goes on from where the station said before; gives what is known
 * instead otherwise. That a station begins another audit is told in this one.
 */
export async function takeHead(
  { store, now }: Pick<Installation, 'store' | 'now'>,
  station: Station,
  { from, ...told }: ToldHead,
): Promise<SignedHead | null> {
  const check = (key: string, text: string, signature: string) =>
    verifies(key, text, Buffer.from(signature, 'base64url'));
  if (!isSaidBy(check, station, told)) throw new StationError('refused', 'the head is not signed by this station');
  const at = now().toISOString();
  const { begins, position } = told.head;
  return store.commits.run(async ({ auditHeads, audit }) => {
    const before = await auditHeads.of(station.id);
    const known = before.find(({ head }) => head.begins === begins);
    if (known === undefined) {
      if (before.length >= mostAudits) {
        const reason = `this station has begun ${mostAudits} audits, no further one is kept until it is enrolled again`;
        throw new StationError('refused', reason);
      }
      if (!(await auditHeads.add(told, at))) throw new StationError('busy', 'the station said so twice at once');
      const last = before.at(-1)?.head;
      if (last !== undefined) {
        const detail = { name: station.name, former: last.position, formerAt: last.at };
        audit.append({ at, actor: station.id, action: 'trail/begun-anew', subject: begins, detail });
      }
      return null;
    }
    const goesOn = from !== null && position > known.head.position && (await auditHeads.goOn(told, from, at));
    return goesOn ? null : known;
  });
}

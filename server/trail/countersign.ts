import type { z } from 'zod';
import type { reportedContradiction } from '../../domain/contract/trail-wire.ts';
import { noteText, readCheckpoint, readNote } from '../../domain/log/checkpoint.ts';
import { countersignedAt } from '../../domain/log/signed-checkpoint.ts';
import type { Installation } from '../installation.ts';
import { verifies } from '../station/ed25519.ts';
import { StationError } from '../station/station-error.ts';
import type { Station } from '../store/stations.ts';

type Parts = Pick<Installation, 'store' | 'now'>;

/**
 * Keeps a station's signature under a checkpoint of this log. It is no entry of the audit: that would make news for a
 * checkpoint of every checkpoint.
 */
export async function takeCountersignature({ store, now }: Parts, station: Station, text: string): Promise<void> {
  const note = readNote(text);
  const size = note === undefined ? undefined : readCheckpoint(note.text)?.size;
  if (note === undefined || size === undefined) throw new StationError('refused', 'this is no checkpoint');
  const own = note.signatures.filter(({ name }) => name === station.id);
  const signed = { text: note.text, signatures: own };
  const check = (key: string, signedText: string, signature: string) =>
    verifies(key, signedText, Buffer.from(signature, 'base64url'));
  if (own.length !== 1 || countersignedAt(check, signed, station.id, station.publicKey) === undefined) {
    throw new StationError('refused', 'the checkpoint is not countersigned by this station');
  }
  const known = await store.checkpoints.find(size);
  if (known === undefined || readNote(known.note)?.text !== note.text) {
    throw new StationError('conflict', `this log has another checkpoint of ${size} entries, or none`);
  }
  const line = noteText(signed).slice(note.text.length + 1);
  await store.commits.run((tx) =>
    tx.countersignatures.add({ size, station: station.id, line }, now().toISOString()).then(() => undefined),
  );
}

/** A station keeps something else than this log says: kept as evidence, and told in the audit for whoever looks. */
export async function takeContradiction(
  { store, now }: Parts,
  station: Station,
  id: string,
  found: z.infer<typeof reportedContradiction>,
): Promise<void> {
  const at = now().toISOString();
  const whole = { ...found, id, station: station.id };
  await store.commits.alone(async (tx) => {
    const about = { at, actor: station.id, subject: id };
    if (await tx.contradictions.add(whole, at)) {
      const detail = { what: found.what, foundAt: found.foundAt, name: station.name };
      tx.audit.append({ ...about, action: 'trail/contradicted', detail });
    }
    if (found.settled !== null && (await tx.contradictions.settle(whole))) {
      const { by, reason, at: settledAt } = found.settled;
      tx.audit.append({ ...about, action: 'trail/settled', detail: { what: found.what, by, reason, settledAt } });
    }
  });
}

import type { Installation } from '../installation.ts';
import { UsageError } from './usage.ts';

/** Every station: its id, its name, how many records it sent, and whether it is accepted. */
export async function listStations({ store }: Installation): Promise<string> {
  const all = await store.stations.all();
  const lines = all.map(({ id, name, lastSequence, revokedAt, enrolledAt }) =>
    [
      id,
      revokedAt === null ? 'accepted' : `revoked ${revokedAt}`,
      `${lastSequence} records`,
      `enrolled ${enrolledAt}`,
      name,
    ].join('  '),
  );
  return lines.length === 0 ? 'no station is enrolled' : lines.join('\n');
}

/** Accepts nothing more from a station, by its id or its name; a new enrolment code lets it come back. */
export function revokeStation({ store, now }: Installation, idOrName: string): Promise<string> {
  return store.commits.alone(async ({ stations, audit }) => {
    const all = await stations.all();
    const byId = all.filter(({ id }) => id === idOrName);
    const [station, second] = byId.length > 0 ? byId : all.filter(({ name }) => name === idOrName);
    if (station === undefined) throw new UsageError(`there is no station '${idOrName}': see station list`);
    if (second !== undefined) throw new UsageError(`several stations are called '${idOrName}': give the id`);
    if (station.revokedAt !== null) return `${station.id} was revoked on ${station.revokedAt}`;
    const at = now().toISOString();
    await stations.revoke(station.id, at);
    audit.append({
      at,
      actor: 'command line',
      action: 'station/revoked',
      subject: station.id,
      detail: { name: station.name },
    });
    return `${station.id} (${station.name}) is no longer accepted`;
  });
}

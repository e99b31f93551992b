import type { Installation } from '../installation.ts';
import type { Stations } from '../store/stations.ts';
import type { Store } from '../store/store.ts';
import { UsageError } from './usage.ts';

/** Every station: its id, its name, how many records it sent, and whether it is accepted. */
export async function listStations({ store }: Installation): Promise<string> {
  const all = await store.stations.all();
  const lines = all.map(({ id, name, lastSequence, revokedAt, enrolledAt, office }) =>
    [
      id,
      revokedAt === null ? 'accepted' : `revoked ${revokedAt}`,
      `${lastSequence} records`,
      `enrolled ${enrolledAt}`,
      ...(office === null ? [] : [`office ${office}`]),
      name,
    ].join('  '),
  );
  return lines.length === 0 ? 'no station is enrolled' : lines.join('\n');
}

/** Accepts nothing more from a station, by its id or its name; a new enrolment code lets it come back. */
export function revokeStation({ store, now }: Installation, idOrName: string): Promise<string> {
  return store.commits.alone(async ({ stations, audit }) => {
    const station = await theStation(stations, idOrName);
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

/** Whoever signs in there has to have a say in that office from now on; `none` takes it out of every office. */
export function setStationOffice({ store, now }: Installation, idOrName: string, office: string): Promise<string> {
  return store.commits.alone(async (tx) => {
    const { id, name } = await theStation(tx.stations, idOrName);
    const to = office === 'none' ? null : await knownOffice(tx, office);
    await tx.stations.setOffice(id, to);
    const at = now().toISOString();
    const detail = { name, office: to ?? '' };
    tx.audit.append({ at, actor: 'command line', action: 'station/office', subject: id, detail });
    return to === null ? `${id} (${name}) stands in no office` : `${id} (${name}) stands in office ${to}`;
  });
}

/** An office by its id or its name. */
export async function knownOffice({ offices }: Pick<Store, 'offices'>, wanted: string): Promise<string> {
  const all = await offices.all();
  const found = all.find(({ id }) => id === wanted) ?? all.find(({ name }) => name === wanted);
  const known = all.map(({ id }) => id).join(', ') || 'none yet';
  if (found === undefined) throw new UsageError(`there is no office '${wanted}'; there are: ${known}`);
  return found.id;
}

async function theStation(stations: Stations, idOrName: string) {
  const all = await stations.all();
  const byId = all.filter(({ id }) => id === idOrName);
  const [station, second] = byId.length > 0 ? byId : all.filter(({ name }) => name === idOrName);
  if (station === undefined) throw new UsageError(`there is no station '${idOrName}': see station list`);
  if (second !== undefined) throw new UsageError(`several stations are called '${idOrName}': give the id`);
  return station;
}

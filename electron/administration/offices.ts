import { z } from 'zod';
import type { OfficeRow } from '../../domain/contract/administration/trust.ts';
import { readValue, type Wire } from './wire-client.ts';

const wireOffices = z.array(
  z.object({
    id: z.string(),
    name: z.string(),
    controllers: z.array(
      z.object({
        id: z.int(),
        username: z.string().nullable(),
        realm: z.string().nullable(),
        name: z.string().nullable(),
        lent_by: z.string().nullable(),
        lender_name: z.string().nullable().default(null),
        first_day: z.string().nullable(),
        last_day: z.string().nullable(),
        today: z.boolean(),
        rests: z.boolean().default(false),
      }),
    ),
    lenders: z.array(z.object({ username: z.string(), realm: z.string(), name: z.string().nullable() })).default([]),
  }),
);

export async function listOffices(wire: Wire): Promise<OfficeRow[]> {
  const { value } = await wire.ask({ method: 'GET', path: '/trust/offices' });
  return readValue(wireOffices, value).map(({ id, name, controllers, lenders }) => ({
    id,
    name,
    controllers: controllers.map((one) => ({
      entry: one.id,
      realm: one.realm ?? '',
      username: one.username ?? '',
      name: one.name ?? '',
      loan:
        one.first_day === null || one.last_day === null
          ? null
          : { lentBy: lenderOf(one, controllers), firstDay: one.first_day, lastDay: one.last_day, rests: one.rests },
      today: one.today,
    })),
    lenders: lenders.map((one) => ({ ...one, name: one.name ?? one.username })),
  }));
}

/** By name, with the user name where somebody else who is named for the office has the same. */
function lenderOf(
  { lent_by: username, lender_name: name }: { readonly lent_by: string | null; readonly lender_name: string | null },
  named: readonly { readonly username: string | null; readonly name: string | null }[],
): string {
  if (username === null || name === null) return username ?? '';
  return named.some((one) => one.name === name && one.username !== username) ? `${name} (${username})` : name;
}

export async function saveOffice(wire: Wire, id: string, name: string): Promise<void> {
  await wire.ask({ method: 'POST', path: `/trust/offices/${id}`, parameters: { name } });
}

export async function removeOffice(wire: Wire, id: string): Promise<void> {
  await wire.ask({ method: 'DELETE', path: `/trust/offices/${id}` });
}

/** Where a station stands. */
export async function placeStation(wire: Wire, station: string, office: string | null): Promise<void> {
  const parameters: Record<string, string> = office === null ? {} : { office };
  await wire.ask({ method: 'POST', path: `/trust/stations/${station}`, parameters });
}

interface Named {
  readonly realm: string;
  readonly username: string;
}

export async function appointController(
  wire: Wire,
  office: string,
  person: Named,
  loan: { readonly lentBy: Named; readonly firstDay: string; readonly lastDay: string } | null,
): Promise<void> {
  // Each with the own realm: a realm beside them would be that of both.
  const lent = loan === null ? {} : { lent_by: inRealm(loan.lentBy), first_day: loan.firstDay, last_day: loan.lastDay };
  const parameters = { user: inRealm(person), ...lent };
  await wire.ask({ method: 'POST', path: `/trust/offices/${office}/controllers`, parameters });
}

const inRealm = ({ username, realm }: Named) => `${username}@${realm}`;

export async function endController(wire: Wire, office: string, entry: number): Promise<void> {
  await wire.ask({ method: 'DELETE', path: `/trust/offices/${office}/controllers/${entry}` });
}

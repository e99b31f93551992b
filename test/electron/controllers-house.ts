import { hotp } from '../../domain/otp/hotp.ts';
import { hashPin } from '../../server/check/pin.ts';
import { administration } from '../server/administration.ts';
import type { House } from '../server/house.ts';
import { rfcSeed } from '../server/test-station.ts';
import { type AtWorkOptions, bytes, type DeskAtWork, deskAtWork } from './desk-at-work.ts';

/** The password of both controllers, and their names. */
export const password = 'a controller’s own password';
export const ines = 'ines.garcia@office';
export const jan = 'jan.vandenberg@office';

/** Makes Ines (office Madrid) and Jan (office Lagos) trust controllers with a counting token each; codes go on by counter. */
export async function appointControllers(house: House): Promise<Appointed> {
  const admin = await administration(house);
  const { store } = house.server.installation;
  await admin.post('/trust/groups/controllers', { name: 'Controllers', allow: 'control_trust' });
  for (const [name, office] of [
    [ines, 'Madrid'],
    [jan, 'Lagos'],
  ] as const) {
    const username = name.split('@')[0] ?? '';
    const person = await store.ownPeople.find('office', username);
    if (person === undefined) throw new Error('the example people are there');
    await store.ownPeople.change('office', { ...person, passwordHash: await hashPin(Buffer.from(password)) });
    await admin.post(`/trust/offices/${office.toLowerCase()}`, { name: office });
    await admin.post('/trust/groups/controllers/members', { user: name });
    await admin.post(`/trust/offices/${office.toLowerCase()}/controllers`, { user: name });
    const ownerId = await house.personId(username);
    await house.give(serialOf(name), { ownerId, realms: ['office'] });
  }
  const counters = new Map<string, number>();
  return {
    admin: () => administration(house),
    touch: (name) => {
      const counter = counters.get(name) ?? 0;
      counters.set(name, counter + 1);
      return hotp(rfcSeed, counter);
    },
    skip: (name, codes) => void counters.set(name, (counters.get(name) ?? 0) + codes),
    counterOf: async (name) => (await store.credentials.bySerial(serialOf(name)))?.counter ?? -1,
  };
}

export interface Appointed {
  /** Logged in anew: a login is good for an hour of the house's clock. */
  readonly admin: () => ReturnType<typeof administration>;
  /** The next code of somebody's own token. */
  readonly touch: (name: string) => string;
  readonly skip: (name: string, codes: number) => void;
  /** What the server expects of it next. */
  readonly counterOf: (name: string) => Promise<number>;
}

export const serialOf = (name: string) => (name.split('.')[0] ?? '').toUpperCase();

/** A desk where whoever is there signs in, as in the app. */
export async function controllersDesk(code: string | undefined, options: AtWorkOptions = {}): Promise<DeskAtWork> {
  const trial = { namesOnly: false, pullEveryMs: 3_600_000, ...options.trial };
  const at = await deskAtWork({ ...options, trial });
  if (code === undefined) return at;
  await at.ask('vault/create', { passphrase: bytes('a passphrase nobody guesses') });
  await at.ask('station/enrol', { code, name: 'Desk 1' });
  return at;
}

/** Signs in at the desk; answers how it stands then. */
export const signIn = (at: DeskAtWork, name: string, code: string, typed = password) =>
  at.ask('controllers/sign-in', { name, password: bytes(typed), code });

import { hotp } from '../../../domain/otp/hotp.ts';

/** What earlier answers gave, by name, and put into later requests as `{name}`. */
export type Kept = Readonly<Record<string, string>>;

/** One request of the comparison, asked of both servers in the same state. */
export interface Asked {
  readonly title: string;
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly path: string;
  readonly form?: Readonly<Record<string, string>>;
  /** Asked as the administrator, as nobody, with a text that is no login, or as the person whose login was kept. */
  readonly as?: 'nobody' | 'garbage' | 'person';
  /** How far the two values have to agree: wholly (also what is meant without a word), in their members, in how many they count, or not at all. */
  readonly value?: 'same' | 'members' | 'count' | 'any';
  /** Members of `detail` that have to agree when a client works with them. */
  readonly detail?: readonly string[];
  /** Kept for later requests: a name, and where in the answer. */
  readonly keep?: Readonly<Record<string, string>>;
  /** A file, sent as multipart/form-data with the form. */
  readonly file?: string;
}

/** The key of RFC 4226, appendix D. */
export const rfcKey = '3132333435363738393031323334353637383930';
const seed = Buffer.from(rfcKey, 'hex');
/** Its code at a counter. */
export const code = (counter: number, digits = 6) => hotp(seed, counter, digits);

/** A log-in by nobody known yet, with what a client reads of the answer. */
export const login = (title: string, form: Record<string, string>, more: Partial<Asked> = {}): Asked => ({
  title,
  method: 'POST',
  path: '/validate/check',
  form,
  as: 'nobody',
  detail: ['message', 'serial', 'type', 'otplen'],
  ...more,
});
/** Sent as the administrator, unless it says otherwise. */
export const post = (
  title: string,
  path: string,
  form: Record<string, string> = {},
  more: Partial<Asked> = {},
): Asked => ({
  title,
  method: 'POST',
  path,
  form,
  ...more,
});
export const get = (title: string, path: string, more: Partial<Asked> = {}): Asked => ({
  title,
  method: 'GET',
  path,
  ...more,
});
export const del = (title: string, path: string, more: Partial<Asked> = {}): Asked => ({
  title,
  method: 'DELETE',
  path,
  ...more,
});
export const init = (title: string, form: Record<string, string>, more: Partial<Asked> = {}): Asked =>
  post(title, '/token/init', form, { value: 'same', ...more });
/** A policy for every realm, unless it says otherwise. */
export const policy = (name: string, scope: string, action: string, more: Record<string, string> = {}): Asked =>
  post(
    `policy ${name}: ${action.slice(0, 50)}`,
    `/policy/${name}`,
    { scope, action, realm: '', active: 'true', ...more },
    {
      value: 'members',
    },
  );
export const end = (name: string): Asked => del(`the policy ${name} is deleted`, `/policy/${name}`, { value: 'any' });
/** The realm that everybody is in. */
export const hq = { realm: 'hq' } as const;

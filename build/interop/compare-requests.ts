import { meantDifferences } from './meant-differences.ts';
import { type Asked, type Kept, requests } from './requests.ts';
import type { Compared } from './run-privacyidea.ts';
import { logIn } from './set-up-people.ts';
import { type Answer, type Wire, wire } from './wire.ts';

/** One server with what its own answers gave. */
interface Side {
  readonly client: Wire;
  readonly token: string;
  kept: Kept;
}

/** The title of a request whose answers are printed whole: `--show TITLE`. */
const shown = process.argv[process.argv.indexOf('--show') + 1];

/** privacyIDEA sees a changed policy when the second of its clock has moved on. */
const policyMs = 1_100;

/**
 * Asks both servers the same requests and prints where status, value or error code differ. Gives false when one differs
 * that is not meant, or one that is meant does not.
 */
export async function compareRequests(theirs: Compared, ours: Compared): Promise<boolean> {
  const sides = [await side(theirs), await side(ours)] as const;
  const unmeant: string[] = [];
  const seen = new Set<string>();
  try {
    for (const request of requests) {
      const [there, here] = [await ask(sides[0], request), await ask(sides[1], request)];
      if (shown === request.title)
        for (const { status, text } of [there, here]) console.log(`        ${status} ${text}`);
      const differences = differencesOf(request, there, here);
      const why = meantDifferences[request.title];
      if (differences.length > 0) {
        seen.add(request.title);
        console.log(`${why === undefined ? 'DIFFERS' : 'meant  '} ${request.title}`);
        for (const difference of differences) console.log(`          ${difference}`);
        if (why === undefined) unmeant.push(request.title);
        else console.log(`          because ${why}`);
      }
      const changesPolicy = request.path.startsWith('/policy/') && request.method !== 'GET';
      if (changesPolicy) await new Promise((resolve) => setTimeout(resolve, policyMs));
    }
  } finally {
    for (const { client } of sides) client.close();
  }
  const gone = Object.keys(meantDifferences).filter((title) => !seen.has(title));
  for (const title of gone) console.log(`SAME    ${title}: a difference is meant here, and there is none`);
  const meant = seen.size - unmeant.length;
  console.log(
    `${requests.length} requests: ${requests.length - seen.size} the same, ${meant} differ as meant, ${unmeant.length} differ otherwise.`,
  );
  return unmeant.length === 0 && gone.length === 0;
}

async function side(server: Compared): Promise<Side> {
  const client = wire(server);
  return { client, token: await logIn(client, server), kept: {} };
}

async function ask(at: Side, request: Asked): Promise<Answer> {
  const token = request.as === 'nobody' ? undefined : request.as === 'garbage' ? 'not.a.login' : at.token;
  const path = filled(request.path, at.kept);
  const form = Object.entries(request.form ?? {}).map(([name, value]) => [name, filled(value, at.kept)] as const);
  const answer =
    request.file === undefined
      ? await at.client.ask(request.method, path, request.form && Object.fromEntries(form), token)
      : await sendFile(at, path, form, request.file);
  const kept = Object.entries(request.keep ?? {}).map(([name, place]) => [name, String(memberOf(answer.json, place))]);
  at.kept = { ...at.kept, ...Object.fromEntries(kept) };
  return answer;
}

/** multipart/form-data (RFC 7578), as a browser sends a file with its form. */
function sendFile(at: Side, path: string, form: readonly (readonly [string, string])[], file: string): Promise<Answer> {
  const boundary = 'keydesk-interop-boundary';
  const parts = [
    ...form.map(([name, value]) => `Content-Disposition: form-data; name="${name}"\r\n\r\n${value}`),
    `Content-Disposition: form-data; name="file"; filename="tokens.csv"\r\nContent-Type: text/csv\r\n\r\n${file}`,
  ];
  const body = Buffer.from(`${parts.map((part) => `--${boundary}\r\n${part}\r\n`).join('')}--${boundary}--\r\n`);
  const headers = {
    'content-type': `multipart/form-data; boundary=${boundary}`,
    'content-length': String(body.length),
    'pi-authorization': at.token,
  };
  return at.client.send('POST', path, headers, body);
}

function filled(text: string, kept: Kept): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => kept[name] ?? whole);
}

function memberOf(value: unknown, place: string): unknown {
  return place
    .split('.')
    .reduce<unknown>((inner, name) => (inner as Record<string, unknown> | undefined)?.[name], value);
}

/** A sentence for each thing that a client would notice. */
function differencesOf(request: Asked, { json: there, status: theirs }: Answer, here: Answer): readonly string[] {
  const pairs: [string, unknown, unknown][] = [
    ['HTTP status', theirs, here.status],
    ['result.status', there?.result?.status, here.json?.result?.status],
    ['error code', there?.result?.error?.code, here.json?.result?.error?.code],
    ['authentication', there?.result?.authentication, here.json?.result?.authentication],
  ];
  const { value = 'same' } = request;
  const values = [there?.result?.value, here.json?.result?.value];
  if (value === 'same') pairs.push(['value', values[0], values[1]]);
  if (value === 'members') pairs.push(['members of value', shape(values[0]), shape(values[1])]);
  for (const name of request.detail ?? []) {
    if (there?.result?.value === true || here.json?.result?.value === true || there?.result?.status === true) {
      pairs.push([`detail.${name}`, plain(there?.detail?.[name]), plain(here.json?.detail?.[name])]);
    }
  }
  return pairs
    .filter(([, a, b]) => JSON.stringify(a) !== JSON.stringify(b))
    .map(([what, a, b]) => `${what}: privacyIDEA ${short(a)}, Keydesk ${short(b)}`);
}

/** The members that a value has, down to the types of theirs; lists by their first element, keys in order. */
function shape(value: unknown): unknown {
  if (Array.isArray(value)) return value.length === 0 ? [] : [shape(value[0])];
  if (value === null || typeof value !== 'object') return value === null ? 'null' : typeof value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, member]) => [key, shape(member)]),
  );
}

/** Neither `undefined` nor null is there; a made serial is whatever it is. */
function plain(value: unknown): unknown {
  return value ?? undefined;
}

function short(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > 400 ? `${text.slice(0, 400)}…` : text;
}

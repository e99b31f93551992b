import { meantDifferences } from './meant-differences.ts';
import type { Asked, Kept } from './requests/asked.ts';
import { requests } from './requests.ts';
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
  const differing = new Set<string>();
  const seen = new Set<string>();
  try {
    for (const request of requests) {
      const [there, here] = [await ask(sides[0], request), await ask(sides[1], request)];
      if (shown === request.title)
        for (const { status, text } of [there, here]) console.log(`        ${status} ${text}`);
      for (const { what, said } of differencesOf(request, there, here)) {
        const found = meantDifferences.find(
          (meant) => meant.titles.includes(request.title) && meant.what.includes(what),
        );
        if (found === undefined) unmeant.push(request.title);
        else for (const one of [request.title, what]) seen.add(`${found.why} ${one}`);
        differing.add(request.title);
        console.log(`${found === undefined ? 'DIFFERS' : 'meant  '} ${request.title}: ${said}${because(found)}`);
      }
      const changesPolicy = request.path.startsWith('/policy/') && request.method !== 'GET';
      if (changesPolicy) await new Promise((resolve) => setTimeout(resolve, policyMs));
    }
  } finally {
    for (const { client } of sides) client.close();
  }
  const gone = meantDifferences.flatMap(({ titles, what, why }) =>
    [...titles, ...what].filter((one) => !seen.has(`${why} ${one}`)),
  );
  for (const one of gone) console.log(`SAME    ${one}: a difference is meant here, and there is none`);
  const others = new Set(unmeant).size;
  console.log(
    `${requests.length} requests: ${requests.length - differing.size} the same, ${differing.size - others} differ as meant, ${others} differ otherwise.`,
  );
  return others === 0 && gone.length === 0;
}

function because(meant: { readonly why: string } | undefined): string {
  return meant === undefined ? '' : ` (${meant.why})`;
}

async function side(server: Compared): Promise<Side> {
  const client = wire(server);
  return { client, token: await logIn(client, server), kept: {} };
}

async function ask(at: Side, request: Asked): Promise<Answer> {
  const token =
    request.as === 'nobody'
      ? undefined
      : request.as === 'garbage'
        ? 'not.a.login'
        : request.as === 'person'
          ? at.kept.person
          : at.token;
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

/** One thing that a client would notice. */
interface Difference {
  /** Which thing: `status`, `error code`, `value`, `detail.serial`, a member that is missing ... */
  readonly what: string;
  readonly said: string;
}

function differencesOf(request: Asked, { json: there, status: theirs }: Answer, here: Answer): readonly Difference[] {
  const pairs: [string, unknown, unknown][] = [
    ['status', theirs, here.status],
    ['result.status', there?.result?.status, here.json?.result?.status],
    ['error code', there?.result?.error?.code, here.json?.result?.error?.code],
    ['authentication', there?.result?.authentication, here.json?.result?.authentication],
  ];
  const { value = 'same' } = request;
  const values = [there?.result?.value, here.json?.result?.value] as const;
  if (value === 'same') pairs.push(['value', ...values]);
  if (value === 'count') pairs.push(['value.count', values[0]?.count, values[1]?.count]);
  for (const name of request.detail ?? []) {
    pairs.push([`detail.${name}`, plain(there?.detail?.[name]), plain(here.json?.detail?.[name])]);
  }
  return [
    ...pairs
      .filter(([, a, b]) => JSON.stringify(a) !== JSON.stringify(b))
      .map(([what, a, b]) => ({ what, said: `${what}: privacyIDEA ${short(a)}, Keydesk ${short(b)}` })),
    ...(value === 'members' ? missing(...values, 'value') : []).map((what) => ({ what, said: `${what} is not here` })),
  ];
}

/** The members that their value has and ours lacks or has of another type; lists by their first element. */
function missing(there: unknown, here: unknown, place: string): readonly string[] {
  if (there === null || there === undefined || here === null) return [];
  if (Array.isArray(there)) {
    if (!Array.isArray(here)) return [place];
    return here.length === 0 ? (there.length === 0 ? [] : [`${place}[]`]) : missing(there[0], here[0], `${place}[]`);
  }
  if (typeof there !== 'object') return typeof there === typeof here ? [] : [place];
  if (typeof here !== 'object') return [place];
  return Object.entries(there).flatMap(([name, member]) =>
    name in here ? missing(member, (here as Record<string, unknown>)[name], `${place}.${name}`) : [`${place}.${name}`],
  );
}

/** Neither `undefined` nor null is there. */
function plain(value: unknown): unknown {
  return value ?? undefined;
}

function short(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > 200 ? `${text.slice(0, 200)}…` : text;
}

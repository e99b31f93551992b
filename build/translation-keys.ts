import { globSync, readFileSync } from 'node:fs';
import { failures } from '../domain/failure.ts';
import { root } from './root.ts';
import { lineAt, parsed, type SourceFile, sourceFiles } from './source-files.ts';

/** A language's texts as i18next reads them: names that lead to texts, in groups. */
export interface Texts {
  readonly [name: string]: string | Texts;
}

const plural = /_(zero|one|two|few|many|other)$/;

/** One sentence for each text that is missing, unused or differs in its placeholders, and each key that has no text. */
export function translationProblems(
  languages: Readonly<Record<string, Texts>> = { en: readTexts('en'), de: readTexts('de') },
  files: readonly SourceFile[] = sourceFiles(['renderer']),
): readonly string[] {
  const [[first, texts] = ['', {}], ...others] = Object.entries(languages);
  const known = flat(texts);
  const keys = new Set([...known.keys()].map((key) => key.replace(plural, '')));
  const used = files.map(keysIn);
  return [
    ...others.flatMap(([language, other]) => differences(first, known, language, flat(other))),
    ...[...known.keys()].filter((key) => plural.test(key)).flatMap((key) => missingPlurals(first, known, key)),
    ...Object.keys(failures)
      .filter((code) => ![...keys].some((key) => key === `failure.${code}` || key.startsWith(`failure.${code}.`)))
      .map((code) => `${first}: failure.${code} has no text`),
    ...used.flatMap((one) => one.asked.filter(({ key }) => !matchesAny(key, keys)).map(({ at }) => at)),
    ...[...keys]
      .filter((key) => !used.some((one) => one.mentions(key) || one.mentions(withoutContext(key, keys))))
      .map((key) => `${first}: ${key} is used nowhere`),
  ];
}

/**
 * A file for each group (`set-up.json` is `setUp`), `start.json` with what is said before the first of them is there, and
 * `refusal.json` with why a server refuses, which comes late into the failures.
 */
function readTexts(language: string): Texts {
  const folder = `${root}/renderer/i18n/${language}`;
  const { failure: atStart, ...start }: Texts = JSON.parse(readFileSync(`${folder}/start.json`, 'utf8'));
  const groups = globSync('*.json', { cwd: folder })
    .filter((file) => file !== 'start.json')
    .sort()
    .map((file): [string, Texts] => [groupOf(file), JSON.parse(readFileSync(`${folder}/${file}`, 'utf8'))]);
  const { failure = {}, refusal, ...rest }: Readonly<Record<string, Texts>> = Object.fromEntries(groups);
  const refused = Object.entries(refusal ?? {}).map(([code, why]) => [
    code,
    { ...(failure[code] as Texts), ...(why as Texts) },
  ]);
  return { ...start, ...rest, failure: { ...(atStart as Texts), ...failure, ...Object.fromEntries(refused) } };
}

const groupOf = (file: string) => file.slice(0, -'.json'.length).replace(/-[a-z]/g, (at) => at.slice(1).toUpperCase());

function flat(texts: Texts, prefix = ''): ReadonlyMap<string, string> {
  return new Map(
    Object.entries(texts).flatMap(([name, text]) =>
      typeof text === 'string' ? [[`${prefix}${name}`, text] as const] : [...flat(text, `${prefix}${name}.`)],
    ),
  );
}

function differences(
  first: string,
  known: ReadonlyMap<string, string>,
  language: string,
  other: ReadonlyMap<string, string>,
): readonly string[] {
  return [
    ...[...known.keys()].filter((key) => !other.has(key)).map((key) => `${language}: ${key} is missing`),
    ...[...other.keys()].filter((key) => !known.has(key)).map((key) => `${first}: ${key} is missing`),
    ...[...known].flatMap(([key, text]) => {
      const translated = other.get(key);
      if (translated === undefined || placeholders(key, text) === placeholders(key, translated)) return [];
      return [`${language}: ${key} has other placeholders than ${first}`];
    }),
  ];
}

/** Sorted; the text for exactly one may spell the number out. */
function placeholders(key: string, text: string): string {
  const names = [...text.matchAll(/\{\{\s*-?\s*([^},\s]+)/g)].map((match) => match[1]);
  return [...new Set(names)]
    .filter((name) => !(key.endsWith('_one') && name === 'count'))
    .sort()
    .join(' ');
}

function missingPlurals(language: string, known: ReadonlyMap<string, string>, key: string): readonly string[] {
  const base = key.replace(plural, '');
  return ['one', 'other']
    .filter((form) => !known.has(`${base}_${form}`))
    .map((form) => `${language}: ${base}_${form} is missing`);
}

/** i18next chooses `key_context` when it is asked for `key` in a context. */
function withoutContext(key: string, keys: ReadonlySet<string>): string {
  const base = key.slice(0, key.lastIndexOf('_'));
  return keys.has(base) ? base : key;
}

/** A key as a pattern: what stands in braces in a template may be anything. */
type Pattern = string | RegExp;

function matchesAny(pattern: Pattern, keys: ReadonlySet<string>): boolean {
  return typeof pattern === 'string' ? keys.has(pattern) : [...keys].some((key) => pattern.test(key));
}

/** The keys a file asks `t` for, and whether it mentions a key at all: tables of keys count as use. */
function keysIn(file: SourceFile) {
  const asked: { readonly key: Pattern; readonly at: string }[] = [];
  const mentioned = new Set<string>();
  const patterns: RegExp[] = [];
  walk(parsed(file).program, (node) => {
    const pattern = patternOf(node);
    if (typeof pattern === 'string') mentioned.add(pattern);
    else if (pattern) patterns.push(pattern);
    if (node.type !== 'CallExpression' || !callsT(node.callee as Node)) return;
    const key = patternOf((node.arguments as readonly Node[])[0]);
    if (key === undefined) return;
    const line = lineAt(file.text, node.start as number);
    asked.push({ key, at: `${file.path}:${line} asks for ${key}, which has no text` });
  });
  const mentions = (key: string) => mentioned.has(key) || patterns.some((pattern) => pattern.test(key));
  return { asked, mentions };
}

interface Node {
  readonly type: string;
  readonly [member: string]: unknown;
}

function callsT(callee: Node): boolean {
  const name = callee.type === 'MemberExpression' ? (callee.property as Node).name : callee.name;
  return name === 't';
}

function patternOf(node: Node | undefined): Pattern | undefined {
  if (node?.type === 'Literal' && typeof node.value === 'string') return node.value;
  if (node?.type !== 'TemplateLiteral') return undefined;
  const parts = (node.quasis as readonly { value: { cooked: string } }[]).map((quasi) => quasi.value.cooked);
  // A template that does not start with a group's name would match anything.
  if (!parts[0]?.includes('.')) return undefined;
  return new RegExp(`^${parts.map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('.+')}$`);
}

function walk(node: unknown, visit: (node: Node) => void): void {
  if (Array.isArray(node)) for (const one of node) walk(one, visit);
  else if (node !== null && typeof node === 'object') {
    if ('type' in node) visit(node as Node);
    for (const member of Object.values(node)) walk(member, visit);
  }
}

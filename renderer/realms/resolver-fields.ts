import type { ResolverKind } from '../../domain/resolver-kind.ts';

type FieldName =
  | ('fileName' | 'LDAPURI' | 'START_TLS' | 'TLS_CA' | 'BINDDN' | 'LDAPBASE' | 'LDAPSEARCHFILTER')
  | ('LOGINNAMEATTRIBUTE' | 'UIDTYPE' | 'SCOPE' | 'TIMEOUT' | 'Driver' | 'Server' | 'Port' | 'Database' | 'TLS')
  | ('User' | 'Table' | 'Where' | 'Password_Hash_Type' | 'poolTimeout');

/** `none` stands for an empty setting. */
export type ChoiceName = 'SUBTREE' | 'LEVEL' | 'BASE' | 'postgresql' | 'mysql' | 'sqlite' | 'none' | 'PLAIN';

const person = ['givenname', 'surname', 'email', 'mobile', 'phone', 'description'] as const;
export type AttributeName = 'userid' | 'username' | 'password' | (typeof person)[number];

/** One setting of a resolver, by privacyIDEA's name; its words are under `resolver.field.<name>`. */
export interface ResolverField {
  readonly name: FieldName;
  readonly shape: 'text' | 'lines' | 'switch' | 'choice';
  readonly required?: boolean;
  /** What a new one begins with. */
  readonly initial?: string;
  readonly choices?: readonly ChoiceName[];
  /** Asked for only when this holds of the others. */
  readonly when?: (settings: Readonly<Record<string, string>>) => boolean;
}

/** Fields that belong together, under a heading; `map` has people's attributes, kept as JSON in one setting. */
export interface FieldGroup {
  readonly name: 'server' | 'login' | 'people' | 'attributes' | 'details';
  readonly fields: readonly ResolverField[];
  readonly map?: {
    readonly setting: 'USERINFO' | 'Map';
    readonly attributes: readonly AttributeName[];
    readonly needed: readonly AttributeName[];
  };
  /** Folded away: few need it. */
  readonly folded?: boolean;
}

const text = (name: FieldName, more: Partial<ResolverField> = {}): ResolverField => ({ name, shape: 'text', ...more });
const onNetwork = ({ Driver }: Readonly<Record<string, string>>) => Driver !== 'sqlite';

export const resolverFields: Readonly<Record<ResolverKind, readonly FieldGroup[]>> = {
  internal: [],
  passwdresolver: [{ name: 'server', fields: [text('fileName', { required: true })] }],
  ldapresolver: [
    {
      name: 'server',
      fields: [
        text('LDAPURI', { required: true, initial: 'ldaps://' }),
        { name: 'START_TLS', shape: 'switch', when: ({ LDAPURI = '' }) => /(^|,)\s*ldap:/.test(LDAPURI) },
      ],
    },
    { name: 'login', fields: [text('BINDDN')] },
    {
      name: 'people',
      fields: [
        text('LDAPBASE', { required: true }),
        text('LDAPSEARCHFILTER', { required: true, initial: '(objectClass=inetOrgPerson)' }),
        text('LOGINNAMEATTRIBUTE', { required: true, initial: 'uid' }),
        text('UIDTYPE', { required: true, initial: 'entryUUID' }),
      ],
    },
    { name: 'attributes', fields: [], map: { setting: 'USERINFO', attributes: person, needed: [] } },
    {
      name: 'details',
      folded: true,
      fields: [
        { name: 'TLS_CA', shape: 'lines' },
        { name: 'SCOPE', shape: 'choice', choices: ['SUBTREE', 'LEVEL', 'BASE'], initial: 'SUBTREE' },
        text('TIMEOUT', { initial: '5' }),
      ],
    },
  ],
  sqlresolver: [
    {
      name: 'server',
      fields: [
        { name: 'Driver', shape: 'choice', choices: ['postgresql', 'mysql', 'sqlite'], initial: 'postgresql' },
        text('Server', { required: true, when: onNetwork }),
        text('Port', { when: onNetwork }),
        text('Database', { required: true }),
        { name: 'TLS', shape: 'switch', initial: 'true', when: onNetwork },
      ],
    },
    { name: 'login', fields: [text('User', { when: onNetwork })] },
    { name: 'people', fields: [text('Table', { required: true }), text('Where')] },
    {
      name: 'attributes',
      fields: [],
      map: {
        setting: 'Map',
        attributes: ['userid', 'username', 'password', ...person],
        needed: ['userid', 'username'],
      },
    },
    {
      name: 'details',
      folded: true,
      fields: [
        { name: 'TLS_CA', shape: 'lines', when: (settings) => onNetwork(settings) && settings.TLS === 'true' },
        { name: 'Password_Hash_Type', shape: 'choice', choices: ['none', 'PLAIN'], initial: '' },
        text('poolTimeout', { initial: '5' }),
      ],
    },
  ],
};

/** The kinds whose server asks for a password of its own. */
export function hasSecretField(kind: ResolverKind, settings: Readonly<Record<string, string>>): boolean {
  return kind === 'ldapresolver' || (kind === 'sqlresolver' && onNetwork(settings));
}

const usualAttributes: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  USERINFO: { givenname: 'givenName', surname: 'sn', email: 'mail', mobile: 'mobile' },
  Map: { userid: 'id', username: 'username', password: 'password' },
};

/** What the form of a new one begins with. */
export function initialSettings(kind: ResolverKind): Record<string, string> {
  const groups = resolverFields[kind];
  const plain = groups.flatMap(({ fields }) =>
    fields.map(({ name, initial = '' }): [string, string] => [name, initial]),
  );
  const maps = groups.flatMap(({ map }): [string, string][] =>
    map === undefined ? [] : [[map.setting, JSON.stringify(usualAttributes[map.setting] ?? {})]],
  );
  return Object.fromEntries([...plain, ...maps]);
}

/** What is sent: an empty text takes away what was kept, and what is not asked for now is not sent. */
export function settingsToSend(kind: ResolverKind, settings: Readonly<Record<string, string>>): Record<string, string> {
  const groups = resolverFields[kind];
  const asked = groups.flatMap(({ fields }) =>
    fields.map(({ name, when }) => ({ name, counts: when?.(settings) ?? true })),
  );
  const maps = groups.flatMap(({ map }) => (map === undefined ? [] : [map.setting]));
  return {
    ...settings,
    ...Object.fromEntries(asked.map(({ name, counts }) => [name, counts ? (settings[name] ?? '').trim() : ''])),
    ...Object.fromEntries(maps.map((name) => [name, settings[name] ?? '{}'])),
  };
}

/** The names of the fields that are still empty and may not be. */
export function missingFields(kind: ResolverKind, settings: Readonly<Record<string, string>>): readonly string[] {
  return resolverFields[kind].flatMap(({ fields, map }) => [
    ...fields
      .filter(({ name, required, when }) => required && (when?.(settings) ?? true) && isEmpty(settings[name]))
      .map(({ name }) => name),
    ...(map === undefined ? [] : map.needed.filter((one) => isEmpty(attributesIn(settings[map.setting])[one]))),
  ]);
}

/** The attributes that a map names; a text that is none gives none. */
export function attributesIn(json: string | undefined): Readonly<Record<string, string>> {
  try {
    const parsed: unknown = JSON.parse(json ?? '{}');
    return typeof parsed === 'object' && parsed !== null ? (parsed as Record<string, string>) : {};
  } catch {
    return {};
  }
}

function isEmpty(value: string | undefined): boolean {
  return (value ?? '').trim() === '' || value === 'ldaps://';
}

import type { Parameters } from '../wire/parameters.ts';
import { required } from '../wire/parameters.ts';
import { WireError } from '../wire/wire-error.ts';
import { ldap } from './ldap.ts';
import { ldapSettings } from './ldap-settings.ts';
import { mysql } from './mysql.ts';
import { passwdFile } from './passwd-file.ts';
import { postgresql } from './postgresql.ts';
import type { Resolver } from './resolver.ts';
import { type SqlSource, sql } from './sql.ts';
import { type SqlSettings, sqlSettings } from './sql-settings.ts';
import { sqlite } from './sqlite.ts';

/** A kind of resolver outside Keydesk, with privacyIDEA's names of its parameters. */
export interface Kind {
  readonly names: readonly string[];
  /** Kept sealed, and never shown. */
  readonly secrets: readonly string[];
  /** Where the secrets are sent: who changes it gives them anew. */
  readonly addresses: readonly string[];
  /** Makes sure that the parameters can work, and refuses them otherwise; connects to nothing yet. */
  readonly open: (parameters: Parameters) => Resolver;
}

const sources: Readonly<Record<SqlSettings['driver'], (settings: SqlSettings) => SqlSource>> = {
  postgresql,
  mysql,
  sqlite,
};

const kinds: Readonly<Record<string, Kind>> = {
  passwdresolver: {
    names: ['fileName'],
    secrets: [],
    addresses: [],
    open: (parameters) => passwdFile({ fileName: required(parameters, 'fileName') }),
  },
  ldapresolver: {
    names: [
      ...['LDAPURI', 'LDAPBASE', 'BINDDN', 'BINDPW', 'TIMEOUT', 'SIZELIMIT', 'CACHE_TIMEOUT', 'LOGINNAMEATTRIBUTE'],
      ...['LDAPSEARCHFILTER', 'USERINFO', 'UIDTYPE', 'NOREFERRALS', 'AUTHTYPE', 'START_TLS', 'TLS_VERIFY', 'SCOPE'],
      ...['TLS_CA_FILE', 'TLS_CA', 'EDITABLE'],
    ],
    secrets: ['BINDPW'],
    addresses: ['LDAPURI', 'START_TLS', 'TLS_VERIFY', 'TLS_CA', 'TLS_CA_FILE'],
    open: (parameters) => ldap(ldapSettings(parameters)),
  },
  sqlresolver: {
    names: [
      ...['Driver', 'Server', 'Port', 'Database', 'User', 'Password', 'Table', 'Map', 'Where', 'Limit', 'Encoding'],
      ...['poolSize', 'poolTimeout', 'poolRecycle', 'connectParams', 'Password_Hash_Type', 'Editable', 'TLS', 'TLS_CA'],
    ],
    secrets: ['Password'],
    addresses: ['Driver', 'Server', 'Port', 'TLS', 'TLS_CA'],
    open(parameters) {
      const settings = sqlSettings(parameters);
      return sql(settings, sources[settings.driver](settings));
    },
  },
};

export function kindOf(type: string): Kind {
  const kind = Object.hasOwn(kinds, type) ? kinds[type] : undefined;
  if (kind !== undefined) return kind;
  const known = ['internal', ...Object.keys(kinds)].join(', ');
  throw new WireError('parameter', `There is no resolver of type '${type.slice(0, 40)}'. Known are ${known}.`);
}

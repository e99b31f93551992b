import { isIP } from 'node:net';
import { isTrue, type Parameters, required, wholeNumber } from '../wire/parameters.ts';
import { WireError } from '../wire/wire-error.ts';
import { attributeMap } from './ldap-settings.ts';
import { type Condition, conditionsOf } from './sql-condition.ts';

/** How to find people in a table. */
export interface SqlSettings {
  readonly driver: 'postgresql' | 'mysql' | 'sqlite';
  readonly server: string;
  readonly port: number | undefined;
  readonly database: string;
  readonly user: string;
  readonly password: string;
  readonly tls: boolean;
  readonly ca: string | undefined;
  /** With its schema, if any. */
  readonly table: readonly string[];
  /** The columns, by privacyIDEA's names of attributes. */
  readonly columns: Readonly<Record<string, string>>;
  readonly conditions: readonly Condition[];
  /** Passwords are kept as they are. */
  readonly plain: boolean;
  readonly timeoutMs: number;
}

/** Reads privacyIDEA's parameters of an sqlresolver; `TLS` and `TLS_CA` are Keydesk's own. */
export function sqlSettings(parameters: Parameters): SqlSettings {
  const columns = attributeMap(required(parameters, 'Map'), 'Map');
  for (const needed of ['userid', 'username']) {
    if (columns[needed]) continue;
    throw new WireError('parameter', `Map: the column of '${needed}' is missing.`, {
      reason: 'sql-map',
      values: { name: needed },
    });
  }
  const driver = driverOf(required(parameters, 'Driver'));
  const tls = isTrue(parameters.TLS) || Boolean(parameters.TLS_CA);
  if (driver === 'mysql' && tls && isIP(parameters.Server ?? '') !== 0) {
    throw new WireError(
      'parameter',
      'Server: with TLS it must be the name that the certificate holds, not an address.',
      { reason: 'sql-host' },
    );
  }
  return {
    driver,
    server: driver === 'sqlite' ? '' : required(parameters, 'Server'),
    port: parameters.Port ? wholeNumber(parameters.Port, 1, 1, 65_535) : undefined,
    database: required(parameters, 'Database'),
    user: parameters.User ?? '',
    password: parameters.Password ?? '',
    tls,
    ca: parameters.TLS_CA || undefined,
    table: required(parameters, 'Table').split('.'),
    columns,
    conditions: conditionsOf(parameters.Where ?? ''),
    plain: (parameters.Password_Hash_Type ?? '').toUpperCase() === 'PLAIN',
    timeoutMs: wholeNumber(parameters.poolTimeout, 5, 1, 60) * 1000,
  };
}

function driverOf(text: string): SqlSettings['driver'] {
  const name = text.toLowerCase().split('+')[0] ?? '';
  if (name === 'postgres' || name === 'postgresql') return 'postgresql';
  if (name === 'mysql' || name === 'mariadb') return 'mysql';
  if (name === 'sqlite') return 'sqlite';
  const known = 'postgresql, mysql and sqlite';
  throw new WireError('parameter', `Driver: '${text.slice(0, 40)}' is not known. Known are ${known}.`);
}

import { FilterParser } from 'ldapts';
import { isTrue, listOf, type Parameters, required, wholeNumber } from '../wire/parameters.ts';
import { WireError } from '../wire/wire-error.ts';

/** How to find people in a directory. */
export interface LdapSettings {
  /** Asked in turn until one answers. */
  readonly addresses: readonly string[];
  readonly startTls: boolean;
  readonly verify: boolean;
  /** PEM; without it the system's authorities count. */
  readonly ca: string | undefined;
  readonly caFile: string | undefined;
  readonly base: string;
  readonly bindDn: string;
  readonly bindPassword: string;
  readonly scope: 'base' | 'one' | 'sub';
  readonly searchFilter: string;
  readonly loginAttributes: readonly string[];
  /** An attribute, or `DN`. */
  readonly idAttribute: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
}

/** Reads privacyIDEA's parameters of an ldapresolver; `TLS_CA` with the authority's PEM is Keydesk's own. */
export function ldapSettings(parameters: Parameters): LdapSettings {
  const addresses = listOf(required(parameters, 'LDAPURI'));
  for (const address of addresses) {
    if (!/^ldaps?:\/\/[^/?#@]+\/?$/.test(address) || !URL.canParse(address)) {
      throw new WireError('parameter', `LDAPURI: '${address.slice(0, 100)}' is no ldap:// or ldaps:// address.`, {
        reason: 'ldap-address',
        values: { address: address.slice(0, 100) },
      });
    }
  }
  const names = listOf(required(parameters, 'LOGINNAMEATTRIBUTE'));
  const idAttribute = parameters.UIDTYPE || 'DN';
  const attributes = attributeMap(parameters.USERINFO ?? '{}', 'USERINFO');
  for (const name of [...names, idAttribute, ...Object.values(attributes)]) {
    if (/^[A-Za-z][A-Za-z0-9-]*$/.test(name)) continue;
    throw new WireError('parameter', `'${name}' is no attribute of LDAP.`, {
      reason: 'ldap-attribute',
      values: { name: name.slice(0, 100) },
    });
  }
  const searchFilter = required(parameters, 'LDAPSEARCHFILTER');
  try {
    FilterParser.parseString(searchFilter);
  } catch (cause) {
    throw new WireError('parameter', 'LDAPSEARCHFILTER is no filter of LDAP.', { cause, reason: 'ldap-filter' });
  }
  return {
    addresses: addresses.map((address) => address.replace(/\/$/, '')),
    startTls: isTrue(parameters.START_TLS),
    verify: parameters.TLS_VERIFY === undefined || isTrue(parameters.TLS_VERIFY),
    ca: parameters.TLS_CA || undefined,
    caFile: parameters.TLS_CA_FILE || undefined,
    base: required(parameters, 'LDAPBASE'),
    bindDn: parameters.BINDDN ?? '',
    bindPassword: parameters.BINDPW ?? '',
    scope: scopes[(parameters.SCOPE ?? 'SUBTREE').toUpperCase()] ?? 'sub',
    searchFilter,
    loginAttributes: names,
    idAttribute,
    attributes,
    timeoutMs: wholeNumber(parameters.TIMEOUT, 5, 1, 60) * 1000,
  };
}

const scopes: Readonly<Record<string, LdapSettings['scope']>> = { SUBTREE: 'sub', LEVEL: 'one', BASE: 'base' };

/** A JSON object of texts, as privacyIDEA's maps of attributes are. */
export function attributeMap(text: string, name: string): Readonly<Record<string, string>> {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (cause) {
    throw new WireError('parameter', `${name} must be a JSON object.`, { cause, reason: 'json', values: { name } });
  }
  const pairs = Object.entries((parsed ?? {}) as Record<string, unknown>);
  if (pairs.some(([, value]) => typeof value !== 'string')) {
    throw new WireError('parameter', `${name} must be a JSON object of texts.`, { reason: 'json', values: { name } });
  }
  return Object.fromEntries(pairs as [string, string][]);
}

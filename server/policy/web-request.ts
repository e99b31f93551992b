import type { IncomingHttpHeaders } from 'node:http';
import type { Facts } from '../../domain/policy/request.ts';
import { secretHeaders } from '../../domain/policy/secret-headers.ts';
import type { Parameters } from '../wire/parameters.ts';

/** A request as it came over the wire: what conditions of policies look at beside the person and the token. */
export interface WebRequest {
  readonly method: string;
  /** Without the query: a password may be in it. */
  readonly path: string;
  /** Who is at the other end of the connection. */
  readonly peer: string;
  readonly headers: IncomingHttpHeaders;
  readonly parameters: Parameters;
}

/** privacyIDEA keeps the password from conditions; what else is secret is kept from them here. */
const secretParameters =
  /^(pass|pin|otppin|otpkey|otp|otp[12]|otp_?pin|code|verify|secret|secretkey|bindpw|aeskey|psk)$|password/i;

/** The sections about the request itself, named as in privacyIDEA; the environment is WSGI's (PEP 3333). */
export function webFacts({ method, path, peer, headers, parameters }: WebRequest): Facts {
  const open = Object.entries(headers).flatMap(([name, value]): [string, string][] =>
    value === undefined || secretHeaders.has(name) ? [] : [[name, Array.isArray(value) ? value.join(',') : value]],
  );
  const asEnvironment = open.map(([name, value]): [string, string] => {
    const upper = name.toUpperCase().replaceAll('-', '_');
    return [upper === 'CONTENT_TYPE' || upper === 'CONTENT_LENGTH' ? upper : `HTTP_${upper}`, value];
  });
  return {
    'HTTP Request header': Object.fromEntries(open),
    'HTTP Environment': {
      ...Object.fromEntries(asEnvironment),
      REQUEST_METHOD: method,
      SCRIPT_NAME: '',
      PATH_INFO: path,
      REMOTE_ADDR: peer,
      'wsgi.url_scheme': 'https',
    },
    'Request Data': Object.fromEntries(
      Object.entries(parameters).flatMap(([name, value]): [string, string][] =>
        value === undefined || secretParameters.test(name) ? [] : [[name, value]],
      ),
    ),
  };
}

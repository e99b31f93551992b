import type { FastifyRequest } from 'fastify';
import type { Installation } from '../installation.ts';
import type { WebRequest } from '../policy/web-request.ts';
import { authenticateAnybody } from '../routes/login-token.ts';
import { clientOf } from '../routes/origin-of.ts';
import { webRequestOf } from '../routes/web-request-of.ts';
import type { Admin } from '../store/admins.ts';
import type { Person } from '../store/people.ts';
import { mergeParameters, type Parameters } from '../wire/parameters.ts';

/** Who asks for what, from where and when: everything that rights, limits and the audit look at, gathered once. */
export interface RequestFacts {
  /** As privacyIDEA's audit writes it: `POST /token/init`. */
  readonly request: string;
  /** Who acts; a person who acts for themselves has a name and no right here. */
  readonly admin: Admin;
  /** The person who acts for themselves. */
  readonly person?: Person | undefined;
  /** That person proved only the password of the user store, no token. */
  readonly byPasswordAlone?: boolean | undefined;
  readonly client: string;
  readonly userAgent: string;
  /** For conditions of policies. */
  readonly web: WebRequest;
  readonly at: Date;
  /** Query, form, JSON and the pieces of the path; the path wins. A person who acts is always the one named. */
  readonly parameters: Parameters;
  /** The policies that took effect, by name: whoever reads one adds it, and the audit tells of them. */
  readonly tookEffect: Set<string>;
}

/** Gathers them; a body that is read elsewhere leaves no parameters. */
export async function requestFacts(
  installation: Installation,
  request: FastifyRequest,
  bodyHolds: 'parameters' | 'something else' = 'parameters',
): Promise<RequestFacts> {
  const { admin, person, byPasswordAlone } = await authenticateAnybody(installation, request);
  const body = Buffer.isBuffer(request.body) && bodyHolds === 'parameters' ? request.body : undefined;
  const sent = { ...mergeParameters(request.raw.url ?? '', body), ...(request.params as Parameters) };
  const parameters = person === undefined ? sent : { ...sent, user: person.username, realm: person.realm };
  return {
    tookEffect: new Set(),
    request: `${request.method} ${request.routeOptions.url ?? ''}`.replace(/:(\w+)/g, '<$1>'),
    admin,
    ...(person === undefined ? {} : { person, byPasswordAlone }),
    client: await clientOf(installation, request),
    userAgent: (request.headers['user-agent'] ?? '').slice(0, 200),
    web: webRequestOf(request, parameters),
    at: installation.now(),
    parameters,
  };
}

/** In whose name something is switched on or off. */
export function byOf({ person }: RequestFacts): 'administrator' | 'owner' {
  return person === undefined ? 'administrator' : 'owner';
}

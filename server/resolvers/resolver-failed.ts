import { WireError } from '../wire/wire-error.ts';
import { ResolverError } from './resolver.ts';

/** What the wire says of a resolver that cannot answer; the reason is in the server's log, and in the resolver's test. */
export function resolverFailed(resolver: string, cause: unknown): unknown {
  if (!(cause instanceof ResolverError)) return cause;
  return new WireError('resolver', `The resolver '${resolver}' does not answer. Try again; if it stays so, test it.`, {
    cause,
    reason: 'resolver-away',
    values: { resolver },
  });
}

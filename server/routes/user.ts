import type { FastifyInstance } from 'fastify';
import type { WireUser } from '../../domain/contract/server.ts';
import type { Installation } from '../installation.ts';
import type { Person } from '../store/people.ts';
import { listPeople, personFields } from '../store/people-list.ts';
import { mergeParameters } from '../wire/parameters.ts';
import { authorize } from './login-token.ts';
import { sendSigned } from './send.ts';

/** privacyIDEA's `GET /user/`: people by realm and any attribute, `*` for any characters. */
export function userRoutes(app: FastifyInstance, installation: Installation): void {
  app.get('/user/', async (request, reply) => {
    await authorize(installation, request, 'userlist');
    const { realm, resolver, ...others } = mergeParameters(request.raw.url ?? '', undefined);
    const wanted = Object.entries({ ...others, realm: (realm || resolver)?.toLowerCase() }).flatMap(
      ([field, value]): [string, string][] => (value && field in personFields ? [[field, value]] : []),
    );
    const found = listPeople(installation.store.db, Object.fromEntries(wanted));
    return sendSigned(installation, reply, { id: 1, value: found.map(userObject) });
  });
}

function userObject(person: Person): WireUser {
  return {
    description: person.office,
    editable: false,
    email: person.email,
    givenname: person.givenName,
    mobile: person.mobile,
    phone: person.phone,
    resolver: person.realm,
    surname: person.surname,
    userid: person.userId,
    username: person.username,
  };
}

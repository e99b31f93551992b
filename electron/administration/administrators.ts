import { z } from 'zod';
import type { Administrator } from '../../domain/contract/administration/administrators.ts';
import { type Role, rolesIn } from '../../domain/role.ts';
import { readValue, type Wire } from './wire-client.ts';

const wireAdministrators = z.array(
  z.object({ name: z.string(), rights: z.array(z.string()), created_at: z.string(), last: z.boolean() }),
);

/** Who administers the server: Keydesk's own `/admin/`, which privacyIDEA does not have. */
export async function listAdministrators(wire: Wire): Promise<Administrator[]> {
  const { value } = await wire.ask({ method: 'GET', path: '/admin/' });
  return readValue(wireAdministrators, value).map(({ name, rights, created_at: createdAt, last }) => {
    const { roles, others } = rolesIn(rights);
    return { name, roles: [...roles], others: [...others], createdAt, last };
  });
}

export async function addAdministrator(wire: Wire, name: string, roles: readonly Role[], password: Uint8Array) {
  await wire.ask({
    method: 'POST',
    path: `/admin/${encodeURIComponent(name)}`,
    parameters: { roles: roles.join(',') },
    secrets: { password },
  });
}

/** Exactly these roles from now on; rights that were granted one by one go with the old ones. */
export async function setRoles(wire: Wire, name: string, roles: readonly Role[]) {
  const parameters = { roles: roles.join(',') };
  await wire.ask({ method: 'POST', path: `/admin/${encodeURIComponent(name)}/roles`, parameters });
}

export async function setPassword(wire: Wire, name: string, password: Uint8Array) {
  const path = `/admin/${encodeURIComponent(name)}/password`;
  await wire.ask({ method: 'POST', path, secrets: { password } });
}

export async function removeAdministrator(wire: Wire, name: string) {
  await wire.ask({ method: 'DELETE', path: `/admin/${encodeURIComponent(name)}` });
}

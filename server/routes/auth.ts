import type { FastifyInstance, FastifyRequest } from 'fastify';
import { assertMayTry } from '../check/login-limit.ts';
import { hashPin, passwordTurn, verifyPassword } from '../check/pin.ts';
import type { Installation } from '../installation.ts';
import { loginSecondsOf, ownRightsNow } from '../policy/own-login.ts';
import { rightsNow } from '../policy/rights-now.ts';
import type { Admin } from '../store/admins.ts';
import type { Right } from '../store/rights.ts';
import type { Success } from '../wire/envelope.ts';
import { mergeParameters, type Parameters } from '../wire/parameters.ts';
import { WireError } from '../wire/wire-error.ts';
import { adminClaims, authenticateAnybody, loginToken, sentBy } from './login-token.ts';
import { clientOf } from './origin-of.ts';
import { logInOneself, type WhoLogsIn, whoLogsIn } from './own-login.ts';
import { sendSigned } from './send.ts';

/** privacyIDEA's `/auth`: a login token for an administrator, and for people who look after their own tokens. */
export function authRoutes(app: FastifyInstance, installation: Installation): void {
  const nobody = hashPin(new Uint8Array(16));
  app.post('/auth', async (request, reply) => {
    const parameters = mergeParameters(request.raw.url ?? '', request.body as Buffer | undefined);
    const who = await whoLogsIn(installation, request, parameters);
    if (who !== undefined) {
      return sendSigned(installation, reply, await logInPerson(installation, request, parameters, who));
    }
    const admin = await passwordTurn(() => logIn(installation, request, nobody));
    const validSeconds = await loginSecondsOf(installation, undefined, await sentBy(installation, request));
    return sendSigned(installation, reply, {
      id: 2,
      authentication: 'ACCEPT',
      value: {
        ...settingsOfItsUi,
        ...identity(admin),
        rights: await rightsNow(installation, admin, whence(request)),
        token: await loginToken(installation, adminClaims(admin), validSeconds),
      },
    });
  });

  app.get('/auth/rights', async (request, reply) => {
    const {
      admin: { rights },
    } = await authenticateAnybody(installation, request);
    const types = Object.entries(enrollable).filter(([, { right }]) => rights.includes(right));
    const value = Object.fromEntries(types.map(([type, { text }]) => [type, text]));
    return sendSigned(installation, reply, { id: 1, value });
  });

  // Keydesk's own: the rights as they are by now, for a client that shows what may be done.
  app.get('/auth/granted', async (request, reply) => {
    const { admin, person, byPasswordAlone = false } = await authenticateAnybody(installation, request);
    const rights =
      person === undefined
        ? await rightsNow(installation, admin, whence(request))
        : await ownRightsNow(installation, person, await sentBy(installation, request), byPasswordAlone);
    const value = { rights };
    return sendSigned(installation, reply, { id: 1, value });
  });
}

async function logInPerson(
  installation: Installation,
  request: FastifyRequest,
  parameters: Parameters,
  who: WhoLogsIn,
): Promise<Success> {
  const login = await logInOneself(installation, request, parameters, who);
  if ('challenge' in login) return login.challenge;
  const { person, sent } = who;
  const { username, realm } = person;
  const rights = await ownRightsNow(installation, person, sent, login.authtype === 'password');
  const claims = { username, realm, role: 'user', authtype: login.authtype, rights } as const;
  const token = await loginToken(installation, claims, await loginSecondsOf(installation, person, sent));
  const value = { ...settingsOfItsUi, menus: ['tokens'], auth: true, realm, role: 'user', username, rights, token };
  return { id: 2, authentication: 'ACCEPT', value };
}

function whence(request: FastifyRequest) {
  return { client: request.ip, userAgent: request.headers['user-agent'] ?? '' };
}

/**
 * The types this server enrols, with the sentences privacyIDEA has for them; it tells neither of pw nor of ocra here. QR
 * tokens are our own.
 */
const enrollable: Readonly<Record<string, { readonly right: Right; readonly text: string }>> = {
  hotp: { right: 'enrollHOTP', text: 'HOTP: Event based One Time Passwords.' },
  totp: { right: 'enrollTOTP', text: 'TOTP: Time based One Time Passwords.' },
  yubikey: { right: 'enrollYUBIKEY', text: 'Yubikey AES mode: One Time Passwords with Yubikey.' },
  sms: { right: 'enrollSMS', text: 'SMS: Send a One Time Password to the users mobile phone.' },
  email: { right: 'enrollEMAIL', text: 'EMail: Send a One Time Password to the users email address.' },
  qr: { right: 'enrollQR', text: 'QR: Answer a picture with an app.' },
  spass: { right: 'enrollSPASS', text: 'SPass: Simple Pass token. Static passwords.' },
  registration: {
    right: 'enrollREGISTRATION',
    text: 'Registration: A token that creates a registration code that can be used as a second factor once.',
  },
};

async function logIn(installation: Installation, request: FastifyRequest, nobody: Promise<string>): Promise<Admin> {
  const { store, now } = installation;
  const {
    username,
    password,
    client: named,
  } = mergeParameters(request.raw.url ?? '', request.body as Buffer | undefined);
  if (!username) throw new WireError('missingUsername', 'Authentication failure. Missing Username');
  const client = await clientOf(installation, request, named);
  const admin = await store.admins.find(username);
  await assertMayTry(store.refusedLogins, [username.slice(0, 300)], client, now());
  const right = await verifyPassword(admin?.passwordHash ?? (await nobody), password ?? '');
  const passed = right && admin !== undefined;
  // Another process may have refused others meanwhile: looked at once more, none gets an answer past the limit.
  await store.commits.alone(async ({ audit, refusedLogins }) => {
    await assertMayTry(refusedLogins, [username.slice(0, 300)], client, now());
    audit.append({
      at: now().toISOString(),
      actor: client,
      action: passed ? 'admin/logged-in' : 'admin/refused',
      subject: username.slice(0, 300),
      detail: {},
    });
  });
  if (!passed) throw new WireError('wrongCredentials', 'Authentication failure. Wrong credentials');
  return admin;
}

function identity(admin: Admin) {
  return { auth: true, realm: '', role: 'admin', username: admin.name };
}

/** What privacyIDEA's own web page reads from the reply; other clients expect the members to be there. */
const settingsOfItsUi = {
  log_level: 30,
  menus: ['tokens', 'users', 'audit'],
  logout_time: 120,
  audit_page_size: 10,
  token_page_size: 15,
  user_page_size: 15,
  default_tokentype: 'hotp',
  user_details: false,
  token_wizard: false,
  token_wizard_2nd: false,
  admin_dashboard: false,
  dialog_no_token: false,
  search_on_enter: false,
  timeout_action: 'lockscreen',
  token_rollover: {},
  hide_welcome: true,
  hide_buttons: false,
  deletion_confirmation: true,
  show_seed: false,
  show_node: '',
  subscription_status: 0,
  logout_redirect_url: '',
  require_description: [],
};

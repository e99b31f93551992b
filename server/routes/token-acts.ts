import type { FastifyInstance } from 'fastify';
import { assignToken, copyUser, unassignToken } from '../act/assignment.ts';
import { findSerial } from '../act/find-serial.ts';
import { foundToken } from '../act/found-token.ts';
import { initToken } from '../act/init-token.ts';
import { loseToken } from '../act/lost-token.ts';
import { type Act, perform } from '../act/perform.ts';
import { requestFacts } from '../act/request-facts.ts';
import { resyncToken } from '../act/resync-token.ts';
import { copyPin, setPin, setRandomPin } from '../act/token-pin.ts';
import { describeToken, removeTokenInfo, setToken, setTokenInfo, setTokenRealms } from '../act/token-settings.ts';
import { deleteToken, disableToken, enableToken, resetToken, revokeToken } from '../act/token-state.ts';
import type { Installation } from '../installation.ts';
import { sendSigned } from './send.ts';

/** Every way privacyIDEA has to change a token; most take the serial in the path too. */
export function tokenActRoutes(app: FastifyInstance, installation: Installation): void {
  const on = <P>(method: 'POST' | 'DELETE', path: string, act: Act<P>) =>
    app.route({
      method,
      url: path,
      handler: async (request, reply) =>
        sendSigned(installation, reply, await perform(installation, await requestFacts(installation, request), act)),
    });
  const withSerial = <P>(path: string, act: Act<P>) => {
    on('POST', path, act);
    on('POST', `${path}/:serial`, act);
  };
  on('POST', '/token/init', initToken);
  on('POST', '/token/assign', assignToken);
  on('POST', '/token/copypin', copyPin);
  on('POST', '/token/copyuser', copyUser);
  on('POST', '/token/realm/:serial', setTokenRealms);
  on('POST', '/token/info/:serial/:key', setTokenInfo);
  on('DELETE', '/token/info/:serial/:key', removeTokenInfo);
  on('DELETE', '/token/:serial', deleteToken);
  withSerial('/token/unassign', unassignToken);
  withSerial('/token/enable', enableToken);
  withSerial('/token/disable', disableToken);
  withSerial('/token/revoke', revokeToken);
  withSerial('/token/reset', resetToken);
  withSerial('/token/resync', resyncToken);
  withSerial('/token/lost', loseToken);
  withSerial('/token/found', foundToken);
  withSerial('/token/setpin', setPin);
  withSerial('/token/setrandompin', setRandomPin);
  withSerial('/token/set', setToken);
  withSerial('/token/description', describeToken);

  app.get('/token/getserial/:otp', async (request, reply) =>
    sendSigned(installation, reply, await findSerial(installation, await requestFacts(installation, request))),
  );
}

import type { messagingChannels } from '../../domain/contract/administration/messaging.ts';
import { listGateways, removeGateway, saveGateway, tryGateway } from '../administration/gateways.ts';
import { listMailServers, removeMailServer, saveMailServer, tryMailServer } from '../administration/mail-servers.ts';
import {
  giveUpMessage,
  listMessages,
  listSettings,
  removeSetting,
  retryMessage,
  setSetting,
} from '../administration/messages.ts';
import type { DeskContext, Handlers } from './context.ts';

/** What messages go out by, and what became of them. */
export function messagingHandlers(desk: DeskContext): Handlers<keyof typeof messagingChannels> {
  const wire = () => desk.administration.wire();
  return {
    'mail-servers/list': () => listMailServers(wire()),
    'mail-servers/save': async (form) => void (await saveMailServer(wire(), form)),
    'mail-servers/try': (form) => tryMailServer(wire(), form),
    'mail-servers/remove': async ({ name }) => void (await removeMailServer(wire(), name)),
    'gateways/list': () => listGateways(wire()),
    'gateways/save': async (form) => {
      try {
        await saveGateway(wire(), form);
      } finally {
        for (const { value } of form.secrets) value.fill(0);
      }
    },
    'gateways/try': ({ name, phone }) => tryGateway(wire(), name, phone),
    'gateways/remove': async ({ name }) => void (await removeGateway(wire(), name)),
    'system/list': () => listSettings(wire()),
    'system/set': async ({ name, value }) => void (await setSetting(wire(), name, value)),
    'system/remove': async ({ name }) => void (await removeSetting(wire(), name)),
    'messages/list': ({ state, page }) => listMessages(wire(), state, page),
    'messages/retry': async ({ id }) => void (await retryMessage(wire(), id)),
    'messages/give-up': async ({ id }) => void (await giveUpMessage(wire(), id)),
  };
}

import { useTranslation } from 'react-i18next';
import { ActFrame } from '../administration/act-frame.tsx';
import { useAdministrativeAction } from '../administration/session.ts';

interface RemoveRouteProps {
  readonly channel: 'mail-servers/remove' | 'gateways/remove';
  readonly name: string;
  readonly onClose: () => void;
}

/** A definition goes: what waits for it gets stuck, and is shown so. */
export function RemoveRoute({ channel, name, onClose }: RemoveRouteProps) {
  const { t } = useTranslation();
  const remove = useAdministrativeAction(channel);
  return (
    <ActFrame
      title={t('messaging.removeTitle', { name })}
      before={t('messaging.removeBefore')}
      verb={t('messaging.removeVerb')}
      final
      busy={remove.busy}
      failure={remove.failure}
      onGo={() => void remove.run({ name }).then((done) => done !== undefined && onClose())}
      onClose={onClose}
      result={undefined}
    />
  );
}

import { Button } from '@mantine/core';
import { IconAlertTriangle, IconEyeOff, IconTrash } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, ask, type Schemas } from '../api/client';
import { again } from '../shell/again';

const AskToDelete = lazy(again(() => import('./AskToDelete')));

/** A public comment that shows somebody's number: hide it on its platform, ask its writer to delete it. */
export function Exposed({ conversation, message, request }: { conversation: number; message: Schemas['MessageView']; request: string | null }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [asking, setAsking] = useState(false);
  const again = () => void queries.invalidateQueries({ queryKey: ['conversation', String(conversation)] });
  const hide = useMutation({ mutationFn: () => ask(api.POST('/api/v1/inbox/{id}/hidings', { params: { path: { id: conversation } }, body: { message: message.id } })), onSuccess: again });
  if (!message.exposes && !message.hiding) return null;
  const underWay = message.hiding === 'Pending' || message.hiding === 'Sending';
  const failed = message.hiding === 'Failed' || message.hiding === 'Blocked';
  return (
    <div className="banner" data-kind={message.exposes ? undefined : 'calm'} role="status" style={{ marginTop: '0.375rem' }}>
      <span className="row grow" style={{ gap: '0.3rem' }}>
        <IconAlertTriangle size={15} aria-hidden />
        {t(message.exposes ? (underWay ? 'exposed.hiding' : failed ? 'exposed.failed' : 'exposed.shown') : 'exposed.hidden')}
      </span>
      {message.exposes && message.canBeHidden && !underWay && (
        <Button size="compact-sm" leftSection={<IconEyeOff size={14} aria-hidden />} loading={hide.isPending} onClick={() => hide.mutate()}>
          {t('exposed.hide')}
        </Button>
      )}
      {message.exposes && (
        <Button size="compact-sm" variant="default" leftSection={<IconTrash size={14} aria-hidden />} onClick={() => setAsking(true)}>
          {t('exposed.ask')}
        </Button>
      )}
      {hide.isError && <span role="alert">{hide.error.message}</span>}
      {asking && (
        <Suspense>
          <AskToDelete conversation={conversation} message={message.id} prepared={request ?? ''} onClose={() => setAsking(false)} />
        </Suspense>
      )}
    </div>
  );
}

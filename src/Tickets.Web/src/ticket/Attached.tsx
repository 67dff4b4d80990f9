import { IconPaperclip } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api, ask, told, type Schemas } from '../api/client';
import { clock } from '../text/time';

type Attachment = Schemas['AttachmentView'];

/** How soon to look again while files are still being fetched from the platform, in milliseconds; false when none is. Nobody is told of it otherwise. */
export const whileFetching = (messages: { attachments: Attachment[] }[] | undefined) =>
  messages?.some((m) => m.attachments.some((a) => !a.media && a.errand && !a.errand.fault)) ? 3000 : false;

/** What came with a citizen's words: ours to open, still on its way, or not to be had and why. */
export function Attached({ attachment }: { attachment: Attachment }) {
  const { t } = useTranslation();
  const { media, errand, type, url } = attachment;
  const name = t(`attachment.${type}`, { defaultValue: t('attachment.other') });
  return (
    <span className="row wrap" style={{ gap: '0.2rem 0.4rem' }}>
      <IconPaperclip size={13} aria-hidden />
      {!media && url?.startsWith('https://') ? (
        <a href={url} target="_blank" rel="noreferrer noopener">
          {name}
        </a>
      ) : (
        name
      )}
      {!media && errand && <Errand errand={errand} />}
    </span>
  );
}

/** Why it is not here, and asking for it once more. */
function Errand({ errand }: { errand: Schemas['ErrandView'] }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const again = useMutation({
    mutationFn: () => ask(api.POST('/api/v1/media-errands/{id}/retry', { params: { path: { id: errand.id } } })),
    onSettled: () => ['conversation', 'ticket'].forEach((key) => void queries.invalidateQueries({ queryKey: [key] })),
  });
  if (!errand.fault) return <span>{t('attached.coming')}</span>;
  return (
    <>
      <span style={{ color: 'var(--red)' }}>{t(`attached.fault.${errand.fault}`)}</span>
      {errand.nextAttemptAt && <span>{t('delivery.again', { at: clock(errand.nextAttemptAt) })}</span>}
      <button type="button" className="link" disabled={again.isPending} onClick={() => again.mutate()}>
        {t('act.retry')}
      </button>
      {again.isError && <span role="alert">{told(again.error).title}</span>}
    </>
  );
}

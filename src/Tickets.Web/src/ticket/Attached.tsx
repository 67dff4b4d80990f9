import { IconFile, IconMicrophone, IconPaperclip, IconPhoto, IconVideo } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, ask, told, type Schemas } from '../api/client';
import { clock, number } from '../text/time';

type Attachment = Schemas['AttachmentView'];

const drawn = ['image/jpeg', 'image/png', 'image/webp', 'image/gif'];
const at = (id: number) => `/api/v1/media/${id}`;

/** Bytes as people say them. */
const size = (bytes: number) => (bytes < 1024 * 1024 ? `${number(Math.max(1, Math.round(bytes / 1024)))} KB` : `${number(Math.round(bytes / 104857.6) / 10)} MB`);

/** What came with a citizen's words: ours to open, still on its way, or not to be had and why. */
export function Attached({ attachment }: { attachment: Attachment }) {
  const { t } = useTranslation();
  const { media, errand, type, url } = attachment;
  const name = t(`attachment.${type}`, { defaultValue: t('attachment.other') });
  if (media) return drawn.includes(media.contentType) ? <Picture media={media} name={name} /> : <Taken media={media} name={name} />;
  return (
    <span className="row wrap" style={{ gap: '0.2rem 0.4rem' }}>
      <IconPaperclip size={13} aria-hidden />
      {url?.startsWith('https://') ? (
        <a href={url} target="_blank" rel="noreferrer noopener">
          {name}
        </a>
      ) : (
        name
      )}
      {errand && <Errand errand={errand} />}
    </span>
  );
}

/** A picture of papers may be full of personal data: it is drawn when somebody asks, and that asking is on record. */
function Picture({ media, name }: { media: Schemas['MediaView']; name: string }) {
  const { t } = useTranslation();
  const [shown, setShown] = useState(false);
  const [large, setLarge] = useState(false);
  const [failed, setFailed] = useState(false);
  return (
    <span className="attached">
      {shown && !failed ? (
        <button type="button" className="picture" data-large={large || undefined} aria-label={t(large ? 'attached.smaller' : 'attached.larger', { name: media.name })} onClick={() => setLarge(!large)}>
          <img src={at(media.id)} alt={t('attached.picture', { name: media.name })} onError={() => setFailed(true)} />
        </button>
      ) : (
        <button
          type="button"
          className="tile"
          onClick={() => {
            setFailed(false);
            setShown(true);
          }}
        >
          <IconPhoto size={18} aria-hidden />
          <span>
            <b>{name}</b> · {size(media.length)}
            <span className="soft">{t(failed ? 'attached.failed' : 'attached.show')}</span>
          </span>
        </button>
      )}
    </span>
  );
}

/** What browsers do not draw in our pages is taken along: papers, sounds, films. */
function Taken({ media, name }: { media: Schemas['MediaView']; name: string }) {
  const { t } = useTranslation();
  const Icon = media.contentType.startsWith('audio/') ? IconMicrophone : media.contentType.startsWith('video/') ? IconVideo : IconFile;
  return (
    <a className="tile" href={`${at(media.id)}?download=true`} download>
      <Icon size={18} aria-hidden />
      <span>
        <b>{media.contentType === 'application/pdf' ? media.name : name}</b> · {size(media.length)}
        <span className="soft">{t('attached.take')}</span>
      </span>
    </a>
  );
}

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

import { Badge, Tooltip } from '@mantine/core';
import { IconAlertTriangle, IconCheck, IconClock, IconEyeOff, IconLock, IconPaperclip, IconPhoto, IconWorld } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Schemas } from '../api/client';
import { faultOf } from '../text/faults';
import { clock, moment, number } from '../text/time';
import { Attached } from './Attached';

type Message = Schemas['MessageView'];

/** True where the service covered personal data. */
export const isCovered = (text: string | null) => !!text && text.includes('•');

/** A citizen's words: personal data covered until somebody asks, and that asking is on record. */
export function Said({ message, who, reveal, opens }: { message: Message; who: string | null; reveal?: (id: string) => Promise<string | null>; opens?: boolean }) {
  const { t } = useTranslation();
  const [shown, setShown] = useState<string | null>(null);
  const showing = useMutation({ mutationFn: () => reveal!(message.id), onSuccess: (text) => setShown(text) });
  const covered = isCovered(message.text);
  return (
    <article className="bubble" data-from="citizen">
      <header>
        <b>{who ?? t('inbox.unnamed')}</b>
        <time dateTime={message.sentAt} title={moment(message.sentAt)}>
          {moment(message.sentAt, false)}
        </time>
        {message.edited && <span>{t('words.edited')}</span>}
        {message.hiddenAt && <span>{t('words.hidden')}</span>}
      </header>
      {message.removedAt && <span className="gone">{t('words.removed', { at: clock(message.removedAt) })} </span>}
      {/* What was taken away shows for as long as the rules of retention say. */}
      {message.removedAt ? message.text : (shown ?? message.text ?? <span className="gone">{t('words.idOnly')}</span>)}
      {(message.attachments.length > 0 || covered || message.permalink) && (
        <footer>
          {message.attachments.map((a, i) => (a.media && opens ? <Media key={i} media={a.media} /> : <Attached key={i} attachment={a} />))}
          {covered && reveal && (
            <button type="button" className="link" data-reveal onClick={() => (shown ? setShown(null) : showing.mutate())} disabled={showing.isPending}>
              {t(shown ? 'words.cover' : 'words.reveal')}
            </button>
          )}
          {showing.isError && <span style={{ color: 'var(--red)' }}>{t('words.revealFailed')}</span>}
          {message.permalink?.startsWith('https://') && (
            <a href={message.permalink} target="_blank" rel="noreferrer noopener">
              {t('words.onPlatform')}
            </a>
          )}
        </footer>
      )}
    </article>
  );
}

/** How large a file is: "240 kB", "3,2 MB". */
export const sizeOf = (bytes: number) => (bytes < 1_000_000 ? `${number(Math.max(1, Math.round(bytes / 1000)))} kB` : `${number(bytes / 1_000_000, 1)} MB`);

const drawn = ['image/jpeg', 'image/png', 'image/webp', 'image/gif'];

/** A file of the citizen's. Pictures of papers are personal data: nothing is loaded until somebody asks, and that asking is on record. */
export function Media({ media }: { media: NonNullable<Message['attachments'][number]['media']> }) {
  const { t } = useTranslation();
  const [shown, setShown] = useState(false);
  const [failed, setFailed] = useState(false);
  const address = `/api/v1/media/${media.id}`;
  const picture = drawn.includes(media.contentType);
  const label = `${media.name} (${sizeOf(media.length)})`;
  return (
    <span className="media">
      <span className="row" style={{ gap: '0.25rem', flexWrap: 'wrap' }}>
        {picture ? <IconPhoto size={14} aria-hidden /> : <IconPaperclip size={14} aria-hidden />}
        <span>{label}</span>
        {picture && (
          <button type="button" className="link no-print" onClick={() => (setFailed(false), setShown(!shown))} aria-expanded={shown}>
            {t(shown ? 'media.hide' : 'media.show')}
          </button>
        )}
        <a className="no-print" href={`${address}?download=true`} download rel="noreferrer">
          {t('media.download')}
        </a>
      </span>
      {shown && !failed && <img src={address} alt={t('media.picture', { name: media.name })} onError={() => setFailed(true)} />}
      {failed && (
        <span role="alert" style={{ color: 'var(--red)' }}>
          {t('media.failed')}
        </span>
      )}
    </span>
  );
}

/** Words of ours on their way, with what became of them. */
export function Ours({ text, kind, door, state, at, detail, nextAttemptAt }: { text: string; kind: string; door: string; state: string; at: string; detail: string | null; nextAttemptAt?: string | null }) {
  const { t } = useTranslation();
  const isPublic = door === 'CommentReply';
  // Nothing is due before the citizen writes.
  const stands = state === 'Pending' && nextAttemptAt === null ? 'Awaits' : state;
  return (
    <article className="bubble" data-from="ours">
      <header>
        <b>{t(`notice.${kind}`)}</b>
        <span className="row" style={{ gap: '0.2rem' }}>
          {isPublic ? <IconWorld size={13} aria-hidden /> : <IconLock size={13} aria-hidden />}
          {t(isPublic ? 'words.public' : 'words.private')}
        </span>
        <time dateTime={at} title={moment(at)}>
          {moment(at, false)}
        </time>
      </header>
      {text}
      <footer>
        <Tooltip label={(stands === 'Awaits' ? null : faultOf(detail)) ?? t(`delivery.${stands}Explained`)}>
          <span className="mark" data-state={state} tabIndex={0}>
            {state === 'Withdrawn' ? null : state === 'Sent' ? <IconCheck size={13} aria-hidden /> : state === 'Pending' || state === 'Sending' ? <IconClock size={13} aria-hidden /> : <IconAlertTriangle size={13} aria-hidden />}
            {t(`delivery.${stands}`)}
            {nextAttemptAt && state === 'Pending' && detail ? ` · ${t('delivery.again', { at: clock(nextAttemptAt) })}` : ''}
          </span>
        </Tooltip>
      </footer>
    </article>
  );
}

/** Where words came from. */
export function PlatformMark({ platform, audience }: { platform: string; audience?: string }) {
  const { t } = useTranslation();
  return (
    <span>
      {t(`platform.${platform}`)}
      {audience ? ` · ${t(`audience.${audience}`)}` : ''}
    </span>
  );
}

export function Stage({ status }: { status: string }) {
  const { t } = useTranslation();
  const colors: Record<string, string> = { New: 'gray', Assigned: 'blue', InProgress: 'teal', WaitingOnCitizen: 'yellow', Resolved: 'green', Closed: 'gray', Referred: 'grape', Invalid: 'gray' };
  return (
    <Badge className="stage" color={colors[status] ?? 'gray'}>
      {t(`status.${status}`)}
    </Badge>
  );
}

export function Covered() {
  const { t } = useTranslation();
  return (
    <Tooltip label={t('words.coveredHint')}>
      <IconEyeOff size={14} aria-label={t('words.coveredHint')} />
    </Tooltip>
  );
}

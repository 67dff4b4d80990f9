import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { day } from '../text/time';

/** What stands above the comments: the picture and the words of the ministry's own post, shortened until somebody wants all of them; in the inbox, the way to all that was written under it. */
export function Post({ text, pictureOf, since, id, open }: { text: string | null; pictureOf: number | false; since: string | undefined; id?: string; open?: number }) {
  const { t } = useTranslation();
  const [whole, setWhole] = useState(false);
  const long = !!text && (text.length > 220 || text.split('\n').length > 3);
  const picture = `/api/v1/inbox/${pictureOf}/post-picture`;
  return (
    <div className="post">
      {pictureOf ? (
        <a className="thumb" href={picture} target="_blank" rel="noreferrer">
          <img src={picture} alt={t('inbox.postPicture')} loading="lazy" />
        </a>
      ) : (
        <span className="thumb" />
      )}
      <div className="grow">
        <b>{t('inbox.underPost')}</b>
        {since ? ` · ${t('inbox.since', { day: day(since) })}` : ''}
        {text && <p className={long && !whole ? 'clamp' : undefined}>{text}</p>}
        {long && (
          <button type="button" className="link" aria-expanded={whole} onClick={() => setWhole(!whole)}>
            {t(whole ? 'inbox.postLess' : 'inbox.postMore')}
          </button>
        )}
        {id && (
          <p>
            <Link to="/kotak-masuk" search={{ post: id, buka: open }}>
              {t('inbox.allOfPost')}
            </Link>
          </p>
        )}
      </div>
    </div>
  );
}

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api, ask, type Schemas } from '../api/client';

/** Who is likely the same person on another platform: a person says so, the service only proposes. */
export function People({ conversation, people, decides }: { conversation: number; people: Schemas['LikelyPerson'][]; decides: boolean }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const path = { params: { path: { id: conversation } } };
  const again = () => void queries.invalidateQueries({ queryKey: ['inbox', 'advice', conversation] });
  const link = useMutation({ mutationFn: (citizen: number) => ask(api.PUT('/api/v1/inbox/{id}/person', { ...path, body: { citizen } })), onSuccess: again });
  const unlink = useMutation({ mutationFn: () => ask(api.DELETE('/api/v1/inbox/{id}/person', path)), onSuccess: again });
  if (people.length === 0) return null;
  return (
    <>
      <h3 className="soft">{t('person.title')}</h3>
      {people.map((p) => (
        <div key={p.citizen} style={{ display: 'grid', gap: '0.125rem' }}>
          <span>
            {p.name ?? t('inbox.unnamed')} · {t(`platform.${p.platform}`)}
          </span>
          <span className="soft">{p.linked ? t('person.linked') : p.because.map((b) => t(`person.because.${b}`)).join(', ')}</span>
          {decides && (
            <span>
              <button type="button" className="link" disabled={link.isPending || unlink.isPending} onClick={() => (p.linked ? unlink.mutate() : link.mutate(p.citizen))}>
                {t(p.linked ? 'person.unlink' : 'person.link')}
              </button>
            </span>
          )}
        </div>
      ))}
      {(link.isError || unlink.isError) && <span role="alert">{(link.error ?? unlink.error)?.message}</span>}
    </>
  );
}

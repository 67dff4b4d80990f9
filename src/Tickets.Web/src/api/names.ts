import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api, ask } from './client';

const long = 5 * 60_000;

export const useTopics = () => useQuery({ queryKey: ['topics'], queryFn: async () => (await ask(api.GET('/api/v1/topics'))).items, staleTime: long });
export const useDirectorates = () => useQuery({ queryKey: ['directorates'], queryFn: async () => (await ask(api.GET('/api/v1/directorates'))).items, staleTime: long });
export const useOfficers = (may = true) => useQuery({ enabled: may, queryKey: ['officers'], queryFn: async () => (await ask(api.GET('/api/v1/officers', { params: { query: {} } }))).items, staleTime: 30_000 });
export const useSavedReplies = () => useQuery({ queryKey: ['saved-replies'], queryFn: async () => (await ask(api.GET('/api/v1/saved-replies'))).items, staleTime: 60_000 });

/** Codes as people call them. */
export function useNames() {
  const { i18n } = useTranslation();
  const topics = useTopics().data ?? [];
  const directorates = useDirectorates().data ?? [];
  return {
    topic: (code: string) => {
      const found = topics.find((t) => t.code === code);
      return found ? (i18n.language === 'en' ? found.nameEn : found.name) : code;
    },
    directorate: (code: string | null) => (code ? (directorates.find((d) => d.code === code)?.name ?? code) : '–'),
  };
}

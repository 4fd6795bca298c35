import type { Api, Coverage, RoundInstance } from '@jieli/client'

export interface RoundState {
  round: RoundInstance
  coverage?: Coverage
}

/** Rounds with their coverage in an area, the newest first; one whose coverage cannot be read stands without. */
export async function roundStates(
  api: Api,
  area: string,
  wanted: (round: RoundInstance) => boolean = () => true,
): Promise<RoundState[]> {
  const rounds = (await api.rounds()).filter(wanted).sort((a, b) => b.from.localeCompare(a.from))
  return Promise.all(
    rounds.map(async (round) => {
      const coverage = await api.coverage(round, { area }).catch(() => undefined)
      return { round, ...(coverage ? { coverage } : {}) }
    }),
  )
}

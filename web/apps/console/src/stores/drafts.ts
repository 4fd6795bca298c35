import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import { openDrafts, type DraftStore, type KeptDraft } from '@jieli/client'

/** Forms half filled in, of the account at hand. */
export const useDrafts = defineStore('drafts', () => {
  const list = shallowRef<KeptDraft[]>([])
  let opened: Promise<DraftStore> | undefined
  const store = () => (opened ??= openDrafts())

  async function refresh(account: string) {
    list.value = await (await store()).list(account)
  }
  async function get(key: string) {
    return (await store()).get(key)
  }
  async function put(draft: KeptDraft) {
    await (await store()).put(draft)
  }
  async function remove(draft: Pick<KeptDraft, 'key' | 'account'>) {
    await (await store()).remove(draft.key)
    await refresh(draft.account)
  }
  return { list, refresh, get, put, remove }
})

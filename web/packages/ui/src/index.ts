// What the shell and the lists need; forms are in forms.ts, so that they load only when one is opened.
export * from './context'
export { default as AreaPicker } from './components/AreaPicker.vue'
export { default as DateInput } from './components/DateInput.vue'
export { default as FieldDisplay } from './components/FieldDisplay.vue'
export { default as FilterBar } from './components/FilterBar.vue'
export { default as HistoryList } from './components/HistoryList.vue'
export { default as Icon } from './components/Icon.vue'
export { default as MaskedValue } from './components/MaskedValue.vue'
export { default as ModalDialog } from './components/ModalDialog.vue'
export { default as PhotoStrip } from './components/PhotoStrip.vue'
export { default as PopOver } from './components/PopOver.vue'
export { default as RecordTable } from './components/RecordTable.vue'
import type { Outline } from './map'
export type { Outline }
export const countyOutlines = async (): Promise<Outline[]> => (await import('./assets/counties.json')).default

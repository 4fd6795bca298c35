export { default as FieldInput } from './components/FieldInput.vue'
export { default as FindingList } from './components/FindingList.vue'
export { default as FormView } from './components/FormView.vue'
export * from './open-form'

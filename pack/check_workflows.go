package pack

// checkWorkflow looks at a workflow as a whole.
func (b *builder) checkWorkflow(x *flowBuild) {}

package portable

import "jieli/fault"

// Problems of any store. Their sentences are for people; the driver's words go to operators as the cause.
var (
	// FaultUnavailable: connection or server lost; nothing was kept, or a retry under the same ids is harmless.
	FaultUnavailable = fault.Define("store_unavailable",
		"数据库暂时连不上，这次操作没有得到确认，请稍后重试。",
		"The database cannot be reached; this change is not confirmed. Try again later.")
	// FaultDiskFull: the disk has no room left; nothing was kept.
	FaultDiskFull = fault.Define("store_disk_full",
		"服务器磁盘已满，这次操作没有保存，请联系系统管理员。",
		"The server's disk is full; nothing was saved. Tell the system administrator.")
	// FaultBusy: another writer was in the way for too long; nothing was kept.
	FaultBusy = fault.Define("store_busy",
		"数据库正忙，这次操作没有保存，请重试。",
		"The database is busy; nothing was saved. Try again.")
	// FaultDuplicate: a row with the same key stands already.
	FaultDuplicate = fault.Define("store_duplicate",
		"同一编号的记录已经存在，请刷新后再试。",
		"A record with the same key exists already. Reload and try again.")
	// FaultReference: a row that another needs is not there.
	FaultReference = fault.Define("store_reference",
		"所引用的记录不存在，请刷新后再试。",
		"A record that this one refers to does not exist. Reload and try again.")
	// FaultInternal: a fault of ours.
	FaultInternal = fault.Define("store_internal",
		"系统内部出错，这次操作没有保存，请联系系统管理员。",
		"An internal error; nothing was saved. Tell the system administrator.")
	// FaultColumnType: a field would need another column.
	FaultColumnType = fault.Define("store_column_type",
		"字段 {field} 的存储方式从 {was} 改为 {now}，已有数据无法保留；请停用该字段，另立新字段。",
		"Field {field} changes its column from {was} to {now}, which stored values do not survive. "+
			"Retire the field and add one under a new name.")
	// FaultName: a name that cannot be a table or a column.
	FaultName = fault.Define("store_name",
		"名称 {name} 不能用作数据表或列名：只能用小写字母、数字和下划线，以字母开头，最多 60 个字符。",
		"The name {name} cannot be a table or column: use lower-case letters, digits and underscores, "+
			"a letter first, at most 60 characters.")
	// FaultQuery: a list was asked for by something that it cannot be filtered or sorted by.
	FaultQuery = fault.Define("store_query",
		"不能按 {field} 这样筛选或排序。",
		"The list cannot be filtered or sorted by {field} in this way.")
)

// internal wraps a fault of our own that no driver reported.
func internal(cause error) error { return FaultInternal.Error(fault.Internal).Because(cause) }

// badQuery refuses a condition or an order.
func badQuery(field string) error { return FaultQuery.Error(fault.Invalid, "field", field) }

package journal

import (
	"errors"

	"jieli/fault"
)

// Problems of entries.
var (
	codeEntryIncomplete = fault.Define("entry_incomplete",
		"日志条目的“{key}”缺失或不合要求，未写入。请报告管理员。",
		"The entry's {key} is missing or not allowed; nothing was written. Report it to the operator.")
	codeEntryText = fault.Define("entry_not_utf8",
		"日志条目的“{key}”含有无效字符（不是 UTF-8）。请重新输入该项。",
		"The entry's {key} holds bytes that are not UTF-8. Enter it again.")
	codeEntryValue = fault.Define("entry_value_not_json",
		"字段“{key}”的值不是有效的 JSON，未写入。请报告管理员。",
		"The value of field {key} is not valid JSON; nothing was written. Report it to the operator.")
	codeEntryTooLarge = fault.Define("entry_too_large",
		"一条记录超过 {max} 字节的上限。请分次填报，照片和附件请用附件字段上传。",
		"An entry passes the limit of {max} bytes. Split it, and send photos and files as attachments.")
	codeNotCanonical = fault.Define("entry_not_canonical",
		"日志条目不是规范格式：第 {at} 个字节处应为 {want}。数据可能被改动，请核对备份。",
		"The entry is not in canonical form: byte {at} should be {want}. It may have been altered; compare with a backup.")
)

// Problems of checkpoints and proofs.
var (
	codeCheckpointForm = fault.Define("checkpoint_not_canonical",
		"检查点第 {line} 行不合格式。请使用系统原样导出的检查点文件。",
		"Line {line} of the checkpoint does not have the right form. Use the file as the system exported it.")
	codeCheckpointSignature = fault.Define("checkpoint_signature",
		"检查点签名无效，或不是由指定的公钥签署。请核对公钥和文件来源。",
		"The checkpoint's signature is not valid, or not by the given public key. Check the key and the file's origin.")
	codeCheckpointOrigin = fault.Define("checkpoint_origin",
		"检查点属于“{origin}”，签名人却是“{signer}”。请核对文件来源。",
		"The checkpoint belongs to {origin} but {signer} signed it. Check where the file came from.")
	codeCheckpointBack = fault.Define("checkpoint_went_back",
		"日志流 {stream}：较新的检查点只有 {n} 条，较旧的有 {before} 条。日志可能被截断，请核对备份。",
		"Stream {stream}: the newer checkpoint has {n} entries, the older has {before}. It may be cut; see the backup.")
	codeCheckpointFork = fault.Define("checkpoint_fork",
		"日志流 {stream}：两个检查点都为 {n} 条，但根哈希不同。日志被改写，请核对备份。",
		"Stream {stream}: two checkpoints of {n} entries have different roots. The journal was rewritten; see the backup.")
	codeProof = fault.Define("proof_fails",
		"证明不成立：所给记录与日志流 {n} 条时的根哈希对不上。",
		"The proof does not hold: what was given does not lead to the root of the stream at {n} entries.")
	codeProofRange = fault.Define("proof_out_of_range",
		"无法证明：第 {seq} 条不在日志流的 {n} 条之内。请核对编号。",
		"Cannot prove: entry {seq} is not among the {n} entries of the stream. Check the number.")
	codeHashMissing = fault.Define("journal_hash_missing",
		"日志流 {stream} 缺少第 {level} 层第 {from} 到 {to} 个哈希。请运行日志校验。",
		"Stream {stream} lacks hashes {from} to {to} of level {level}. Verify the journal.")
)

// Problems that a Verifier finds.
var (
	codeSeq = fault.Define("journal_seq_gap",
		"日志流 {stream}：应为第 {want} 条，却是第 {seq} 条。有条目缺失或重复。",
		"Stream {stream}: entry {want} should come here, but it is {seq}. Entries are missing or doubled.")
	codeBody = fault.Define("journal_body_broken",
		"日志流 {stream} 第 {seq} 条：正文不是规范格式（第 {at} 个字节处应为 {want}）。",
		"Stream {stream}, entry {seq}: the body is not canonical (byte {at} should be {want}).")
	codeContent = fault.Define("journal_content_broken",
		"日志流 {stream} 第 {seq} 条：正文中的“{key}”缺失或不合要求。",
		"Stream {stream}, entry {seq}: the body's {key} is missing or not allowed.")
	codeColumn = fault.Define("journal_column_differs",
		"日志流 {stream} 第 {seq} 条：数据库列“{column}”为“{stored}”，正文中为“{body}”。",
		"Stream {stream}, entry {seq}: column {column} is “{stored}”, the body says “{body}”.")
	codeColumnUnknown = fault.Define("journal_column_unknown",
		"日志流 {stream} 第 {seq} 条：条目中没有名为“{column}”的列。",
		"Stream {stream}, entry {seq}: no part of an entry is called {column}.")
	codePrev = fault.Define("journal_link_broken",
		"日志流 {stream} 第 {seq} 条：所记前一条的哈希 {stored} 与实际 {want} 不符。",
		"Stream {stream}, entry {seq}: its link {stored} is not the hash {want} of the entry before.")
	codeLeaf = fault.Define("journal_leaf_differs",
		"日志流 {stream} 第 {seq} 条：所存哈希 {stored} 与正文的哈希 {want} 不符。",
		"Stream {stream}, entry {seq}: the stored hash {stored} is not the hash {want} of its body.")
	codeHead = fault.Define("journal_head_differs",
		"日志流 {stream}：流尾记录的“{part}”为 {stored}，按条目计算为 {want}。",
		"Stream {stream}: the head's {part} is {stored}, its entries give {want}.")
	codeTile = fault.Define("journal_tile_differs",
		"日志流 {stream}：第 {level} 层第 {index} 个中间哈希为 {stored}，按条目计算为 {want}。",
		"Stream {stream}: interior hash {index} of level {level} is {stored}, the entries give {want}.")
	codeMark = fault.Define("journal_checkpoint_differs",
		"日志流 {stream}：检查点“{from}”在第 {n} 条处的根哈希为 {stored}，按条目计算为 {want}。",
		"Stream {stream}: checkpoint {from} has root {stored} at entry {n}, the entries give {want}.")
	codeShort = fault.Define("journal_shorter_than_checkpoint",
		"日志流 {stream}：只有 {have} 条，检查点“{from}”证明曾有 {n} 条。末尾条目被删除。",
		"Stream {stream} has {have} entries, but checkpoint {from} proves {n}. Entries at its end were removed.")
)

// Problems of keys and sealed values.
var (
	codeKeyAccess = fault.Define("key_file_exposed",
		"密钥文件 {file} 可被其他用户读取（权限 {mode}）。请执行 chmod 600 {file} 后重新启动，并评估密钥是否已泄露。",
		"Key file {file} can be read by others (mode {mode}). Run chmod 600 {file}, start again; it may have leaked.")
	codeKeySize = fault.Define("key_file_size",
		"密钥文件 {file} 应为 {want} 字节，实际 {size} 字节。请从备份恢复，不要重新生成。",
		"Key file {file} must have {want} bytes but has {size}. Restore it from backup; do not make a new one.")
	codeKeyBlank = fault.Define("key_file_blank",
		"密钥文件 {file} 全为零字节，不是密钥（可能因断电损坏）。请从备份恢复。",
		"Key file {file} holds nothing but zeros (a power cut may do that). Restore it from backup.")
	codeKeyMissing = fault.Define("key_file_missing",
		"密钥文件夹缺少 {file}，但另一个密钥文件存在。请从备份恢复；若系统从未使用过，请清空该文件夹。",
		"Key file {file} is missing while the other one exists. Restore it from backup, or empty the folder if never used.")
	codeKeyFile = fault.Define("key_file_unusable",
		"无法读写密钥文件 {file}。请检查文件夹权限和磁盘。",
		"Key file {file} cannot be read or written. Check the folder's permissions and the disk.")
	codeKeyName = fault.Define("key_name_invalid",
		"签名名称“{name}”无效：不能为空，不能含空白或加号。请在配置中改正。",
		"The signing name “{name}” is not allowed: not empty, no blanks, no plus sign. Correct it in the configuration.")
	codeAlgorithm = fault.Define("cipher_unknown",
		"不认识的加密算法“{name}”。配置中请写 aes 或 sm4。",
		"Unknown cipher “{name}”. Write aes or sm4 in the configuration.")
	codeErased = fault.Define("value_erased",
		"该项个人信息已依规删除，密钥已销毁，无法恢复。",
		"This personal value was erased; its key is destroyed and it cannot be recovered.")
	codeSealedForm = fault.Define("sealed_value_form",
		"加密值格式不正确，可能被改动。请运行日志校验。",
		"The sealed value does not have the right form; it may have been altered. Verify the journal.")
	codeSealedOpen = fault.Define("sealed_value_broken",
		"加密值无法解开：它被改动、移到了别处，或主密钥不对。请核对密钥文件夹并运行日志校验。",
		"The sealed value does not open: altered, moved, or another master key. Check the keys, verify the journal.")
	codeWrapped = fault.Define("record_key_broken",
		"档案密钥无法解开：它被改动，或主密钥不对。请核对密钥文件夹。",
		"The record's key does not open: altered, or the master key is another. Check the keys folder.")
)

// IsErased reports whether err says that a value's key was destroyed, as Open and Unwrap do after an erasure.
func IsErased(err error) bool { return hasCode(err, codeErased) }

func hasCode(err error, code *fault.Code) bool {
	var e *fault.Error
	if !errors.As(err, &e) {
		return false
	}
	for _, f := range e.Findings {
		if f.Code == code.Name {
			return true
		}
	}
	return false
}

package journal

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"hash"
	"sync"

	"jieli/fault"
)

// ColumnCipher encrypts the columns of sensitive fields in record tables and uploaded attachments, and gives keyed
// digests by which sensitive values are found. Its keys are derived from the master key: columns and attachments are no
// proof and go on erasure, so they need no key of their own. Safe for concurrent use.
type ColumnCipher struct {
	alg    Algorithm
	secret *secret
	files  *secret   // of attachments
	macs   sync.Pool // of hash.Hash, HMAC-SHA-256 under the digest key
}

var columnAAD = []byte("jieli column 1")

// digestSize is how many bytes of the HMAC are kept: two of 2^40 values agree by chance once in 2^49 sites.
const digestSize = 16

// Columns gives the cipher of the site's columns.
func (v *Vault) Columns() *ColumnCipher {
	digest := derive(v.master, "jieli column digest 1", keySize)
	return &ColumnCipher{
		alg:    v.alg,
		secret: newSecret(derive(v.master, "jieli column key 1", keySize)),
		files:  newSecret(derive(v.master, "jieli attachment key 1", keySize)),
		macs:   sync.Pool{New: func() any { return hmac.New(sha256.New, digest) }},
	}
}

// Seal gives a printable text that differs every time: mark of the algorithm, then base64url.
func (c *ColumnCipher) Seal(plain string) string {
	var buf [256]byte
	sealed := c.secret.appendSealed(buf[:0], c.alg, []byte(plain), columnAAD)
	return c.alg.mark() + base64.RawURLEncoding.EncodeToString(sealed)
}

// Open is the inverse of Seal, whichever algorithm the value names. Errors are *fault.Error, Internal: altered, or
// sealed under another master key.
func (c *ColumnCipher) Open(sealed string) (string, error) {
	a, data, err := unmark(sealed)
	if err != nil {
		return "", err
	}
	plain, ok := c.secret.open(a, data, columnAAD)
	if !ok {
		return "", codeSealedOpen.Error(fault.Internal)
	}
	return string(plain), nil
}

// Digest gives 22 characters, the same for the same plain text on this site, that say nothing about it without the
// master key.
func (c *ColumnCipher) Digest(plain string) string {
	mac := c.macs.Get().(hash.Hash)
	mac.Reset()
	mac.Write([]byte(plain))
	var sum [sha256.Size]byte
	mac.Sum(sum[:0])
	c.macs.Put(mac)
	return base64.RawURLEncoding.EncodeToString(sum[:digestSize])
}

// fileAAD binds an attachment to its name.
func fileAAD(name string) []byte { return []byte("jieli attachment 1\x00" + name) }

// SealBytes hides the bytes of an attachment: mark of the algorithm, then nonce, ciphertext and tag, nothing printable.
func (c *ColumnCipher) SealBytes(name string, plain []byte) []byte {
	const around = 64 // mark, nonce and tag
	sealed := append(make([]byte, 0, len(plain)+around), c.alg.mark()...)
	return c.files.appendSealed(sealed, c.alg, plain, fileAAD(name))
}

// OpenBytes is the inverse of SealBytes under the same name. Errors as those of Open.
func (c *ColumnCipher) OpenBytes(name string, sealed []byte) ([]byte, error) {
	if len(sealed) < markSize {
		return nil, codeSealedForm.Error(fault.Internal)
	}
	a, _, ok := marked(string(sealed[:markSize]))
	if !ok {
		return nil, codeSealedForm.Error(fault.Internal)
	}
	plain, ok := c.files.open(a, sealed[markSize:], fileAAD(name))
	if !ok {
		return nil, codeSealedOpen.Error(fault.Internal)
	}
	return plain, nil
}

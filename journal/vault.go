package journal

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"strings"
	"sync"

	"github.com/emmansun/gmsm/sm4"

	"jieli/fault"
)

// Algorithm is a way of sealing. Every sealed value names its own, so that a site may change it at any time.
type Algorithm string

const (
	AES Algorithm = "aes" // AES-256-GCM
	SM4 Algorithm = "sm4" // SM4-GCM (GB/T 32907), for sites that must use the national ciphers
)

func (a Algorithm) known() bool { return a == AES || a == SM4 }

// mark is what a sealed value begins with, and also the first bytes of a wrapped key.
func (a Algorithm) mark() string {
	if a == SM4 {
		return "~s1~"
	}
	return "~a1~"
}

const markSize = 4

// marked gives the algorithm of a sealed text and what follows its mark.
func marked(s string) (Algorithm, string, bool) {
	for _, a := range []Algorithm{AES, SM4} {
		if rest, ok := strings.CutPrefix(s, a.mark()); ok {
			return a, rest, true
		}
	}
	return "", "", false
}

// secret is 32 random bytes and the ciphers made from them, each on its first use.
type secret struct {
	key  [keySize]byte
	once [2]sync.Once
	aead [2]cipher.AEAD
}

func newSecret(key []byte) *secret {
	s := &secret{}
	copy(s.key[:], key)
	return s
}

func (s *secret) cipher(a Algorithm) cipher.AEAD {
	if a == SM4 {
		s.once[1].Do(func() { s.aead[1] = gcm(sm4.NewCipher(derive(s.key[:], "jieli sm4 key 1", 16))) })
		return s.aead[1]
	}
	s.once[0].Do(func() { s.aead[0] = gcm(aes.NewCipher(s.key[:])) })
	return s.aead[0]
}

// gcm takes what NewCipher of a key of the right size gives; neither step can fail then.
func gcm(b cipher.Block, err error) cipher.AEAD {
	if err == nil {
		var g cipher.AEAD
		if g, err = cipher.NewGCM(b); err == nil {
			return g
		}
	}
	panic("journal: cipher: " + err.Error())
}

// derive makes a key for one purpose (HKDF-SHA-256, RFC 5869, no salt: key is random already).
func derive(key []byte, purpose string, size int) []byte {
	out, err := hkdf.Expand(sha256.New, key, purpose, size)
	if err != nil {
		panic("journal: hkdf: " + err.Error()) // only for sizes over 8,160 bytes
	}
	return out
}

// appendSealed writes nonce, ciphertext and tag. Nonces are random: 2^32 values under one key are safe.
func (s *secret) appendSealed(dst []byte, a Algorithm, plain, aad []byte) []byte {
	g := s.cipher(a)
	at := len(dst)
	dst = append(dst, make([]byte, g.NonceSize())...)
	nonce := dst[at:]
	rand.Read(nonce) // never fails
	return g.Seal(dst, nonce, plain, aad)
}

func (s *secret) open(a Algorithm, sealed, aad []byte) ([]byte, bool) {
	g := s.cipher(a)
	if len(sealed) < g.NonceSize() {
		return nil, false
	}
	plain, err := g.Open(nil, sealed[:g.NonceSize()], sealed[g.NonceSize():], aad)
	return plain, err == nil
}

// Vault seals personal values. Each record has a key of its own, kept wrapped under the site's master key; whoever
// destroys the wrapped key erases the record's personal values everywhere, the journal and its backups included.
// Safe for concurrent use.
type Vault struct {
	alg    Algorithm
	master []byte
	wrap   *secret
}

// NewVault takes the master key (32 bytes) and the algorithm for what is sealed from now on; values of either algorithm
// are opened. Errors are *fault.Error.
func NewVault(master []byte, alg Algorithm) (*Vault, error) {
	if !alg.known() {
		return nil, codeAlgorithm.Error(fault.Invalid, "name", alg)
	}
	if len(master) != keySize {
		return nil, codeKeySize.Error(fault.Unavailable, "file", MasterFile, "want", keySize, "size", len(master))
	}
	master = append([]byte(nil), master...)
	return &Vault{alg: alg, master: master, wrap: newSecret(derive(master, "jieli record key wrap 1", keySize))}, nil
}

// ID names the master key without telling it (16 hexadecimal digits), so that a site can see at its start whether the
// keys folder belongs to the database.
func (v *Vault) ID() string { return hex.EncodeToString(derive(v.master, "jieli master key id 1", 8)) }

// RecordKey seals and opens the personal values of one record. nil stands for a destroyed key.
type RecordKey struct{ secret *secret }

// wrapAAD keeps a wrapped key from being taken for anything else.
var wrapAAD = []byte("jieli record key 1")

// NewRecordKey makes a key and its wrapped form, which is what a store keeps.
func (v *Vault) NewRecordKey() (*RecordKey, []byte) {
	key := make([]byte, keySize)
	rand.Read(key) // never fails
	wrapped := v.wrap.appendSealed([]byte(v.alg.mark()), v.alg, key, wrapAAD)
	return &RecordKey{newSecret(key)}, wrapped
}

// Unwrap gives the key of a wrapped one. Empty wrapped is a destroyed key: the error then satisfies IsErased. Other
// errors are Internal: altered, or wrapped under another master key.
func (v *Vault) Unwrap(wrapped []byte) (*RecordKey, error) {
	if len(wrapped) == 0 {
		return nil, codeErased.Error(fault.NotFound)
	}
	if len(wrapped) < markSize {
		return nil, codeWrapped.Error(fault.Internal)
	}
	a, _, ok := marked(string(wrapped[:markSize]))
	if !ok {
		return nil, codeWrapped.Error(fault.Internal)
	}
	key, ok := v.wrap.open(a, wrapped[markSize:], wrapAAD)
	if !ok || len(key) != keySize {
		return nil, codeWrapped.Error(fault.Internal)
	}
	return &RecordKey{newSecret(key)}, nil
}

// Slot is where a sealed value belongs. A value moved to another slot does not open.
type Slot struct{ Register, Record, Field string }

// aad are the bytes that bind a value to its slot. Register and field names hold no zero byte.
func (s Slot) aad() []byte {
	b := make([]byte, 0, 64+len(s.Register)+len(s.Field))
	b = append(b, "jieli value 1\x00"...)
	b = append(append(b, s.Register...), 0)
	b = append(append(b, s.Record...), 0)
	return append(b, s.Field...)
}

// Seal hides a value (its JSON) for one slot and gives a JSON string for Entry.Fields: "~a1~…" or "~s1~…", then nonce,
// ciphertext and tag in base64url without padding. The same value looks different every time. key must not be nil.
func (v *Vault) Seal(key *RecordKey, slot Slot, plain []byte) json.RawMessage {
	var buf [256]byte
	sealed := key.secret.appendSealed(buf[:0], v.alg, plain, slot.aad())
	out := make([]byte, 0, markSize+2+base64.RawURLEncoding.EncodedLen(len(sealed)))
	out = append(append(out, '"'), v.alg.mark()...)
	out = base64.RawURLEncoding.AppendEncode(out, sealed)
	return append(out, '"')
}

// Open gives the JSON of a value that Seal hid. A nil key is a destroyed one: the error then satisfies IsErased. Other
// errors are Internal: not sealed, altered, of another slot or another key.
func (v *Vault) Open(key *RecordKey, slot Slot, sealed json.RawMessage) (json.RawMessage, error) {
	if key == nil {
		return nil, codeErased.Error(fault.NotFound)
	}
	if len(sealed) < 2 || sealed[0] != '"' || sealed[len(sealed)-1] != '"' {
		return nil, codeSealedForm.Error(fault.Internal)
	}
	a, data, err := unmark(string(sealed[1 : len(sealed)-1]))
	if err != nil {
		return nil, err
	}
	plain, ok := key.secret.open(a, data, slot.aad())
	if !ok {
		return nil, codeSealedOpen.Error(fault.Internal)
	}
	return plain, nil
}

// strict64 refuses stray bits and line breaks, so that a sealed value has one spelling only.
var strict64 = base64.RawURLEncoding.Strict()

func unmark(s string) (Algorithm, []byte, error) {
	a, text, ok := marked(s)
	if !ok || strings.ContainsAny(text, "\r\n") {
		return "", nil, codeSealedForm.Error(fault.Internal)
	}
	data, err := strict64.DecodeString(text)
	if err != nil {
		return "", nil, codeSealedForm.Error(fault.Internal).Because(err)
	}
	return a, data, nil
}

// IsSealed reports whether raw looks like what Seal gives. Ask it of fields that are personal or sensitive only: in
// any other field a person may have typed such a text.
func IsSealed(raw json.RawMessage) bool {
	if len(raw) < markSize+2 || raw[0] != '"' {
		return false
	}
	_, _, ok := marked(string(raw[1 : markSize+1]))
	return ok
}

package journal

import (
	"bytes"
	"crypto/rand"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"jieli/fault"
)

var slot = Slot{"person", "01964c1e-7d3b-7aaa-8bbb-000000000003", "national_id"}

func vault(t testing.TB, alg Algorithm) *Vault {
	t.Helper()
	v, err := NewVault(bytes.Repeat([]byte{7}, 32), alg)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func TestASealedValueOpensInItsSlotOnly(t *testing.T) {
	for alg, mark := range map[Algorithm]string{AES: `"~a1~`, SM4: `"~s1~`} {
		v := vault(t, alg)
		key, wrapped := v.NewRecordKey()
		plain := raw(`"441823198001010014"`)
		sealed := v.Seal(key, slot, plain)
		if !strings.HasPrefix(string(sealed), mark) || !IsSealed(sealed) || !json.Valid(sealed) {
			t.Fatalf("%s: %s", alg, sealed)
		}
		if bytes.Equal(sealed, v.Seal(key, slot, plain)) {
			t.Errorf("%s: sealed twice, it looks the same", alg)
		}
		again, err := v.Unwrap(wrapped)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := v.Open(again, slot, sealed); err != nil || !bytes.Equal(got, plain) {
			t.Errorf("%s: opened %s, %v", alg, got, err)
		}
		for _, other := range []Slot{
			{"household", slot.Record, slot.Field}, {slot.Register, "01964c1e", slot.Field},
			{slot.Register, slot.Record, "phone"}, {slot.Register + "\x00" + slot.Record, "", slot.Field}, {},
		} {
			if _, err := v.Open(key, other, sealed); !hasNamed(err, "sealed_value_broken") {
				t.Errorf("%s: moved to %v: %v", alg, other, err)
			}
		}
		stranger, _ := v.NewRecordKey()
		if _, err := v.Open(stranger, slot, sealed); !hasNamed(err, "sealed_value_broken") {
			t.Errorf("%s: opened by another record's key: %v", alg, err)
		}
	}
}

func TestEveryValueIsOpenedByTheAlgorithmItNames(t *testing.T) {
	a, s := vault(t, AES), vault(t, SM4)
	key, wrapped := s.NewRecordKey()
	old := s.Seal(key, slot, raw(`1`))
	key, err := a.Unwrap(wrapped)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := a.Open(key, slot, old); err != nil || string(got) != `1` {
		t.Errorf("after the change to AES: %s, %v", got, err)
	}
	fresh := a.Seal(key, slot, raw(`2`))
	if got, err := s.Open(key, slot, fresh); err != nil || string(got) != `2` {
		t.Errorf("after the change to SM4: %s, %v", got, err)
	}
	swapped := raw(strings.Replace(string(old), "~s1~", "~a1~", 1))
	if _, err := a.Open(key, slot, swapped); !hasNamed(err, "sealed_value_broken") {
		t.Errorf("under the other's mark: %v", err)
	}
}

func TestAnyFlippedBitOfASealedValueIsFound(t *testing.T) {
	for _, alg := range []Algorithm{AES, SM4} {
		v := vault(t, alg)
		key, wrapped := v.NewRecordKey()
		for _, plain := range []string{``, `1`, `12`, `"x"`} { // all ways that base64 may end
			sealed := v.Seal(key, slot, raw(plain))
			for bit := range len(sealed) * 8 {
				sealed[bit/8] ^= 1 << (bit % 8)
				if _, err := v.Open(key, slot, sealed); fault.KindOf(err) != fault.Internal || err == nil {
					t.Fatalf("%s: bit %d of %s: %v", alg, bit, sealed, err)
				}
				sealed[bit/8] ^= 1 << (bit % 8)
			}
		}
		for bit := range len(wrapped) * 8 {
			wrapped[bit/8] ^= 1 << (bit % 8)
			if _, err := v.Unwrap(wrapped); !hasNamed(err, "record_key_broken") {
				t.Fatalf("%s: bit %d of a wrapped key: %v", alg, bit, err)
			}
			wrapped[bit/8] ^= 1 << (bit % 8)
		}
	}
}

func TestADestroyedKeyErasesForGood(t *testing.T) {
	v := vault(t, AES)
	key, _ := v.NewRecordKey()
	sealed := v.Seal(key, slot, raw(`"x"`))
	_, opening := v.Open(nil, slot, sealed)
	_, unwrapping := v.Unwrap(nil)
	for _, err := range []error{opening, unwrapping} {
		if !IsErased(err) || fault.KindOf(err) != fault.NotFound || !strings.Contains(err.Error(), "erased") {
			t.Errorf("got %v", err)
		}
	}
	if IsErased(nil) || IsErased(errors.New("x")) || IsErased(codeSealedOpen.Error(fault.Internal)) {
		t.Error("other errors count as erased")
	}
}

func TestAnotherMasterKeyOpensNothing(t *testing.T) {
	v := vault(t, AES)
	_, wrapped := v.NewRecordKey()
	master := make([]byte, 32)
	rand.Read(master)
	other, err := NewVault(master, AES)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := other.Unwrap(wrapped); !hasNamed(err, "record_key_broken") {
		t.Errorf("unwrapped: %v", err)
	}
	if _, err := other.Columns().Open(v.Columns().Seal("x")); !hasNamed(err, "sealed_value_broken") {
		t.Errorf("column: %v", err)
	}
	if other.Columns().Digest("x") == v.Columns().Digest("x") {
		t.Error("digests do not depend on the master key")
	}
	if other.ID() == v.ID() || vault(t, SM4).ID() != v.ID() || len(v.ID()) != 16 {
		t.Errorf("names of the master keys: %s and %s", v.ID(), other.ID())
	}
}

func TestWhatIsNotSealedIsNotOpened(t *testing.T) {
	v := vault(t, AES)
	key, _ := v.NewRecordKey()
	for _, s := range []string{
		``, `"`, `""`, `null`, `12`, `"x"`, `"~a1~"`, `"~a1~AAAA"`, `"~b1~AAAA"`, `"~a1~AA\nAA"`, "\"~a1~AA\nAA\"",
		`"~a1~====" `,
	} {
		if _, err := v.Open(key, slot, raw(s)); err == nil {
			t.Errorf("%q opens", s)
		}
	}
	looks := map[string]bool{
		``: false, `null`: false, `"~a1"`: false, `"~a1~"`: true, `"~s1~x"`: true, `"a1~x~"`: false,
	}
	for s, want := range looks {
		if IsSealed(raw(s)) != want {
			t.Errorf("IsSealed(%s) is %v", s, !want)
		}
	}
	for _, wrapped := range []string{"~", "~a1", "~a1~", "~z1~0123456789012345678901234567890123456789"} {
		if _, err := v.Unwrap([]byte(wrapped)); !hasNamed(err, "record_key_broken") {
			t.Errorf("%q unwraps: %v", wrapped, err)
		}
	}
	if _, err := NewVault(make([]byte, 16), AES); !hasNamed(err, "key_file_size") {
		t.Errorf("a short master key: %v", err)
	}
	if _, err := NewVault(make([]byte, 32), "des"); !hasNamed(err, "cipher_unknown") {
		t.Errorf("an unknown cipher: %v", err)
	}
}

func TestColumnsAreSealedAndFoundByDigest(t *testing.T) {
	for _, alg := range []Algorithm{AES, SM4} {
		c := vault(t, alg).Columns()
		for _, plain := range []string{"", "441823198001010014", strings.Repeat("长", 5000)} {
			sealed := c.Seal(plain)
			if got, err := c.Open(sealed); err != nil || got != plain {
				t.Errorf("%s: %v", alg, err)
			}
			if sealed == c.Seal(plain) || strings.ContainsAny(sealed, "\" \n\\") {
				t.Errorf("%s: %s", alg, sealed)
			}
			if d := c.Digest(plain); d != c.Digest(plain) || d == c.Digest(plain+" ") || len(d) != 22 {
				t.Errorf("%s: digest %s", alg, d)
			}
		}
		if _, err := c.Open("441823198001010014"); !hasNamed(err, "sealed_value_form") {
			t.Errorf("%s: plain text in a sealed column: %v", alg, err)
		}
	}
	if vault(t, AES).Columns().Digest("x") != vault(t, SM4).Columns().Digest("x") {
		t.Error("a change of algorithm changes digests: nothing would be found any more")
	}
	v := vault(t, AES)
	key, _ := v.NewRecordKey()
	if _, err := v.Columns().Open(strings.Trim(string(v.Seal(key, slot, raw(`1`))), `"`)); err == nil {
		t.Error("a value of the journal opens as a column")
	}
}

func TestTheVaultServesManyAtOnce(t *testing.T) {
	v := vault(t, SM4)
	c := v.Columns()
	_, wrapped := v.NewRecordKey()
	key, err := v.Unwrap(wrapped)
	if err != nil {
		t.Fatal(err)
	}
	want := c.Digest("x")
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for range 200 {
				if got, err := v.Open(key, slot, v.Seal(key, slot, raw(`1`))); err != nil || string(got) != `1` {
					t.Errorf("%s, %v", got, err)
				}
				if c.Digest("x") != want {
					t.Error("another digest")
				}
			}
		})
	}
	wg.Wait()
}

func TestKeysAreMadeOnFirstUseAndReadEverAfter(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data", "keys")
	first, err := OpenKeys(dir, "qingyuan.example", AES)
	if err != nil {
		t.Fatal(err)
	}
	modes := map[string]os.FileMode{
		dir: 0o700, filepath.Join(dir, MasterFile): 0o600, filepath.Join(dir, SigningFile): 0o600,
	}
	for file, want := range modes {
		if info, err := os.Stat(file); err != nil || info.Mode().Perm() != want {
			t.Errorf("%s: %v %v", file, info, err)
		}
	}
	second, err := OpenKeys(dir, "qingyuan.example", SM4)
	if err != nil {
		t.Fatal(err)
	}
	if first.Public() != second.Public() || first.Vault.ID() != second.Vault.ID() {
		t.Error("the second start has other keys")
	}
	msg, err := SignCheckpoint(checkpoint(), second.Signer)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := OpenCheckpoint(msg, first.Public()); err != nil {
		t.Error(err)
	}
	other, err := OpenKeys(t.TempDir(), "qingyuan.example", AES)
	if err != nil || other.Public() == first.Public() || other.Vault.ID() == first.Vault.ID() {
		t.Errorf("another site has the same keys: %v", err)
	}
}

func TestAKeysFolderThatIsNotRightStopsTheStart(t *testing.T) {
	mode := func(m os.FileMode) func(string) error { return func(file string) error { return os.Chmod(file, m) } }
	size := func(n int64) func(string) error { return func(file string) error { return os.Truncate(file, n) } }
	zeros := func(file string) error { return os.WriteFile(file, make([]byte, 32), 0o600) }
	link := func(file string) error { return errors.Join(os.Remove(file), os.Symlink("nowhere", file)) }
	cases := []struct {
		why, code, file string
		spoil           func(file string) error
	}{
		{"the group may read", "key_file_exposed", MasterFile, mode(0o640)},
		{"others may write", "key_file_exposed", SigningFile, mode(0o602)},
		{"a byte is missing", "key_file_size", MasterFile, size(31)},
		{"a byte too many", "key_file_size", SigningFile, size(33)},
		{"an empty file", "key_file_size", MasterFile, size(0)},
		{"nothing but zeros", "key_file_blank", MasterFile, zeros},
		{"the master key is gone", "key_file_missing", MasterFile, os.Remove},
		{"the signing key is gone", "key_file_missing", SigningFile, os.Remove},
		{"a link to nowhere", "key_file_unusable", MasterFile, link},
	}
	for _, c := range cases {
		dir := t.TempDir()
		if _, err := OpenKeys(dir, "x", AES); err != nil {
			t.Fatal(err)
		}
		before, err := os.ReadDir(dir)
		if err != nil {
			t.Fatal(err)
		}
		if err := c.spoil(filepath.Join(dir, c.file)); err != nil {
			t.Fatal(err)
		}
		_, err = OpenKeys(dir, "x", AES)
		if !hasNamed(err, c.code) || fault.KindOf(err) != fault.Unavailable || strings.Contains(err.Error(), "{") {
			t.Errorf("%s: %v", c.why, err)
		}
		if after, err := os.ReadDir(dir); err != nil || len(after) > len(before) {
			t.Errorf("%s: a refused start made files: %v, %v", c.why, after, err)
		}
	}
	blocked := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(blocked, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := OpenKeys(filepath.Join(blocked, "keys"), "x", AES); !hasNamed(err, "key_file_unusable") {
		t.Errorf("a folder that cannot be: %v", err)
	}
	for _, name := range []string{"", "a b", "a+b", "a\nb", "\xff", strings.Repeat("x", 201)} {
		if _, err := OpenKeys(t.TempDir(), name, AES); !hasNamed(err, "key_name_invalid") {
			t.Errorf("name %q: %v", name, err)
		}
	}
	if _, err := OpenKeys(t.TempDir(), "x", "des"); !hasNamed(err, "cipher_unknown") {
		t.Errorf("algorithm des: %v", err)
	}
}
